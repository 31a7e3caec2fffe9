import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { buildBackendBundles } from '../../lib/adapters/bundles/backend-bundles';
import { buildEdgeBundle } from '../../lib/adapters/bundles/edge-bundle';
import { loadFleet } from '../../lib/adapters/project/project-files';

const PROJECT = join(__dirname, '..', '..');

/** The discovery function as it is deployed. */
export async function bundleDiscovery(): Promise<string> {
  return join(await buildFunctions(), 'discovery', 'index.mjs');
}

/** The floor, bundled in the same way. */
export async function bundleBareGetItem(): Promise<string> {
  const outfile = join(mkdtempSync(join(tmpdir(), 'signpost-bench-')), 'index.mjs');
  await build({
    absWorkingDir: PROJECT,
    entryPoints: ['bench/subjects/bare-get-item.ts'],
    outfile,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'silent',
  });
  return outfile;
}

/** What a function needs to find a table of the embedded engine. */
export function backendEnvironment(endpoint: string, table: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    SIGNPOST_TABLE: table,
  };
}

/** The folder of every function's bundle, built now. */
export async function buildFunctions(): Promise<string> {
  const fleet = await loadFleet(PROJECT);
  if (!fleet.ok) throw new Error('the project does not load');
  await Promise.all([buildEdgeBundle(PROJECT), buildBackendBundles(PROJECT, fleet.value.clusters)]);
  return join(PROJECT, '.build');
}
