import { BACKEND_HANDLER, type BackendBundles } from '../../lib/adapters/bundles/backend-bundles';
import { buildEdgeBundle, EDGE_HANDLER } from '../../lib/adapters/bundles/edge-bundle';
import type { Fleet } from '../../lib/core/tenants/fleet';
import { buildApp } from '../../lib/infra/app';
import { backendBundlesFor } from '../support/bundles';
import { newApp } from '../support/synthesis';

/** Synthesizes a fleet with the built functions into a folder, without validation. */
export async function synthesizeTo(folder: string, fleet: Fleet): Promise<void> {
  process.env['CDK_VALIDATION'] = 'false';
  const [edge, bundles] = await Promise.all([buildEdgeBundle(process.cwd()), backendBundlesFor(fleet.clusters)]);
  const app = newApp({}, folder);
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
  app.synth();
}
