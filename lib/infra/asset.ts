import type { BackendFunction } from '../contract/backend';

/** A function as it was built: a folder, and what Lambda calls in it. */
export interface FunctionAsset {
  readonly directory: string;
  readonly handler: string;
}

/** The functions of the backend as they were built. */
export type BackendAssets = Readonly<Record<BackendFunction, FunctionAsset>>;
