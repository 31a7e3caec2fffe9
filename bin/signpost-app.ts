import type { App } from 'aws-cdk-lib';
import { BACKEND_HANDLER, buildBackendBundles } from '../lib/adapters/bundles/backend-bundles';
import { buildConsole } from '../lib/adapters/bundles/console-bundle';
import { buildEdgeBundle, EDGE_HANDLER } from '../lib/adapters/bundles/edge-bundle';
import { loadFleet } from '../lib/adapters/project/project-files';
import { LOCAL_STAGE } from '../lib/contract/names';
import { describeProblem, type Problem } from '../lib/core/problems';
import type { Fleet } from '../lib/core/tenants/fleet';
import type { BackendAssets } from '../lib/infra/asset';

/**
 * The CDK app: reads the project and the context once, and passes both on as values.
 * Context: `tenant` (id or domain) builds that tenant alone; `validate=false` skips cdk-nag and our own checks.
 */
async function main(projectDirectory: string): Promise<void> {
  const loading = loadFleet(projectDirectory);
  // CDK loads while esbuild, in its own process, compiles the declarations.
  const { App }: typeof import('aws-cdk-lib') = require('aws-cdk-lib');
  const { buildApp }: typeof import('../lib/infra/app') = require('../lib/infra/app');
  const fleet = await loading;
  if (!fleet.ok) return refuse(fleet.problems);
  // Usage data and the construct tree cost time, and nothing reads them.
  const app = new App({ analyticsReporting: false, treeMetadata: false });
  const tenant = contextOf(app, 'tenant');
  const [{ directory }, backend, consoleDirectory] = await Promise.all([
    buildEdgeBundle(projectDirectory),
    buildBackend(projectDirectory, fleet.value),
    tenant === undefined && hasConsole(fleet.value) ? buildConsole(projectDirectory) : undefined,
  ]);
  if (contextOf(app, 'validate') !== 'false') validate(app);
  const problems = buildApp(app, fleet.value, {
    edge: { directory, handler: EDGE_HANDLER },
    backend,
    consoleDirectory,
    tenant,
  });
  if (problems.length > 0) return refuse(problems);
  app.synth();
}

async function buildBackend(projectDirectory: string, { clusters }: Fleet): Promise<BackendAssets> {
  const { discovery, api, declare, reconcile, check } = await buildBackendBundles(projectDirectory, clusters);
  const asset = ({ directory }: typeof api) => ({ directory, handler: BACKEND_HANDLER });
  return {
    discovery: asset(discovery),
    api: asset(api),
    declare: asset(declare),
    reconcile: asset(reconcile),
    check: asset(check),
  };
}

/** Loads cdk-nag on demand: loading it adds a tenth to the time of a synthesis. */
function validate(app: App): void {
  const { addValidation }: typeof import('../lib/infra/validation') = require('../lib/infra/validation');
  addValidation(app);
}

/** The local cloud serves the console itself. */
function hasConsole({ config }: Fleet): boolean {
  return config.console !== undefined && config.stage !== LOCAL_STAGE;
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
