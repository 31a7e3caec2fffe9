import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type BackendBundles, buildBackendBundles } from '../../lib/adapters/bundles/backend-bundles';
import type { Cluster } from '../../lib/core/tenants/fleet';

const LINKED = ['lambda', 'node_modules', 'package-lock.json', 'tsconfig.json'];

/**
 * The backend's functions for these clusters, in a folder that only suites with the same clusters use: no other suite rewrites
 * what this one runs.
 */
export function backendBundlesFor(clusters: readonly Cluster[]): Promise<BackendBundles> {
  const name = createHash('sha256').update(JSON.stringify(clusters)).digest('hex').slice(0, 12);
  const directory = resolve('.build', 'tests', name);
  mkdirSync(directory, { recursive: true });
  for (const each of LINKED) link(resolve(each), join(directory, each));
  return buildBackendBundles(directory, clusters);
}

function link(target: string, path: string): void {
  try {
    symlinkSync(target, path);
  } catch (error) {
    // Another suite was first.
    if (!existsSync(path)) throw error;
  }
}
