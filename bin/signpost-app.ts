import { App } from 'aws-cdk-lib';
import { buildEdgeBundle, EDGE_HANDLER } from '../lib/adapters/edge-bundle';
import { loadFleet } from '../lib/adapters/project-files';
import { describeProblem, type Problem } from '../lib/core/problems';
import { buildApp } from '../lib/infra/app';

/**
 * The CDK app: reads the project and the context once, and hands both on as values.
 * Context: `tenant` (id or domain) builds that tenant alone; `validate=false` leaves cdk-nag and our own checks out.
 */
async function main(projectDirectory: string): Promise<void> {
  const fleet = await loadFleet(projectDirectory);
  if (!fleet.ok) return refuse(fleet.problems);
  const { directory } = await buildEdgeBundle(projectDirectory);
  // Nobody reads usage data and the tree, and both cost time.
  const app = new App({ analyticsReporting: false, treeMetadata: false });
  const problems = buildApp(app, fleet.value, {
    edge: { directory, handler: EDGE_HANDLER },
    tenant: contextOf(app, 'tenant'),
    validate: contextOf(app, 'validate') !== 'false',
  });
  if (problems.length > 0) return refuse(problems);
  app.synth();
}

function contextOf(app: App, key: string): string | undefined {
  const value: unknown = app.node.tryGetContext(key);
  return value === undefined ? undefined : String(value);
}

function refuse(problems: readonly Problem[]): void {
  for (const problem of problems) console.error(describeProblem(problem));
  process.exitCode = 1;
}

void main(process.cwd());
