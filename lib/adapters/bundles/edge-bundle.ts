import { BUNDLE_HANDLER, bundleFunction, type FunctionBundle } from './function-bundle';

export type EdgeBundle = FunctionBundle;

/** File and export that Lambda calls. */
export const EDGE_HANDLER = BUNDLE_HANDLER;

/** Bundles `lambda/edge` into `.build/edge` of the project, and writes only what has changed. */
export function buildEdgeBundle(projectDirectory: string): Promise<EdgeBundle> {
  return bundleFunction(projectDirectory, 'edge');
}
