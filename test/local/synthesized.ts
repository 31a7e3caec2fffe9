import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BACKEND_HANDLER, type BackendBundles } from '../../lib/adapters/bundles/backend-bundles';
import { buildEdgeBundle, EDGE_HANDLER } from '../../lib/adapters/bundles/edge-bundle';
import type { Fleet } from '../../lib/core/tenants/fleet';
import { buildApp } from '../../lib/infra/app';
import { type Cloud, type CloudOptions, startCloud } from '../../lib/local/cloud';
import { backendBundlesFor } from '../support/bundles';
import { newApp } from '../support/synthesis';

export function newFolder(purpose: string): string {
  return mkdtempSync(join(tmpdir(), `signpost-${purpose}-`));
}

/** The assembly folder of a fleet: the app itself, with the built functions. Validation has its own tests. */
export async function synthesized(fleet: Fleet): Promise<string> {
  process.env['CDK_VALIDATION'] = 'false';
  const [edge, bundles] = await Promise.all([buildEdgeBundle(process.cwd()), backendBundlesFor(fleet.clusters)]);
  const app = newApp();
  const asset = (name: keyof BackendBundles) => ({ directory: bundles[name].directory, handler: BACKEND_HANDLER });
  const problems = buildApp(app, fleet, {
    edge: { directory: edge.directory, handler: EDGE_HANDLER },
    backend: {
      discovery: asset('discovery'),
      api: asset('api'),
      declare: asset('declare'),
      reconcile: asset('reconcile'),
      check: asset('check'),
    },
  });
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return app.synth().directory;
}

/** Clouds that a test file has started, and their end. */
export class Clouds {
  private readonly running: Cloud[] = [];

  async start(options: CloudOptions): Promise<Cloud> {
    const started = await startCloud(options);
    if (!started.ok) throw new Error(started.problems.map(({ code, message }) => `${code}: ${message}`).join('\n'));
    this.running.push(started.value);
    return started.value;
  }

  async close(): Promise<void> {
    await Promise.all(this.running.splice(0).map((each) => each.close()));
  }
}
