import { join } from 'node:path';
import { BACKEND_HANDLER } from '../../lib/adapters/bundles/backend-bundles';
import { EDGE_HANDLER } from '../../lib/adapters/bundles/edge-bundle';
import { BACKEND_FUNCTIONS } from '../../lib/contract/backend';
import type { BackendAssets, FunctionAsset } from '../../lib/infra/asset';

/** The functions of the stacks that all tenants share, as they lie in a folder of bundles. */
export function sharedAssets(buildDirectory: string): {
  readonly edge: FunctionAsset;
  readonly backend: BackendAssets;
} {
  const asset = (name: string) => ({ directory: join(buildDirectory, name), handler: BACKEND_HANDLER });
  const backend = Object.fromEntries(BACKEND_FUNCTIONS.map((name) => [name, asset(name)]));
  return { edge: { ...asset('edge'), handler: EDGE_HANDLER }, backend: backend as BackendAssets };
}
