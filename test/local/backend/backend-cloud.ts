import { BACKEND_HANDLER, type BackendBundles, buildBackendBundles } from '../../../lib/adapters/backend-bundles';
import { buildEdgeBundle, EDGE_HANDLER } from '../../../lib/adapters/edge-bundle';
import type { Fleet } from '../../../lib/core/tenants/fleet';
import { buildApp } from '../../../lib/infra/app';
import { newApp } from '../../support/synthesis';

/** The assembly folder of a fleet with its backend: the app itself, with the built functions. */
export async function synthesizedWithBackend(fleet: Fleet): Promise<string> {
  process.env['CDK_VALIDATION'] = 'false';
  const project = process.cwd();
  const [edge, bundles] = await Promise.all([buildEdgeBundle(project), buildBackendBundles(project, fleet.clusters)]);
  const app = newApp();
  const asset = (name: keyof BackendBundles) => ({ directory: bundles[name].directory, handler: BACKEND_HANDLER });
  const problems = buildApp(app, fleet, {
    edge: { directory: edge.directory, handler: EDGE_HANDLER },
    backend: {
      discovery: asset('discovery'),
      api: asset('api'),
      declare: asset('declare'),
      reconcile: asset('reconcile'),
    },
    validate: false,
  });
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return app.synth().directory;
}
