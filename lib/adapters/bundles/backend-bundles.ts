import type { BuildOptions } from 'esbuild';
import { BACKEND_FUNCTIONS, type BackendFunction } from '../../contract/backend';
import { CLUSTERS_CONSTANT } from '../../contract/environment';
import type { Cluster } from '../../core/tenants/fleet';
import { digestsIn } from './bundle-record';
import { BUNDLE_HANDLER, bundleFunction, type FunctionBundle } from './function-bundle';

export type BackendBundles = Readonly<Record<BackendFunction, FunctionBundle>>;

/** File and export that Lambda calls in each of them. */
export const BACKEND_HANDLER = BUNDLE_HANDLER;

// Parts of the SDK and of other packages still call `require` for Node's own modules.
const REQUIRE =
  "import { createRequire as signpostCreateRequire } from 'node:module'; const require = signpostCreateRequire(import.meta.url);";

/**
 * Bundles the backend's functions into `.build/<name>` of the project. The registry of clusters becomes part of the
 * `api` bundle: overrides name clusters, and only a deployment may change where a name leads.
 */
export async function buildBackendBundles(
  projectDirectory: string,
  clusters: readonly Cluster[],
): Promise<BackendBundles> {
  // The bundles share most of their sources.
  const digests = digestsIn(projectDirectory);
  const bundle = (name: BackendFunction) => {
    const define: BuildOptions['define'] = name === 'api' ? { [CLUSTERS_CONSTANT]: JSON.stringify(clusters) } : {};
    const options = { banner: { js: REQUIRE }, mainFields: ['module', 'main'], define };
    return bundleFunction(projectDirectory, name, options, digests);
  };
  const bundles = await Promise.all(BACKEND_FUNCTIONS.map(bundle));
  return Object.fromEntries(BACKEND_FUNCTIONS.map((name, index) => [name, bundles[index]])) as Record<
    BackendFunction,
    FunctionBundle
  >;
}
