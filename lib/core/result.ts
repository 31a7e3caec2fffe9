import type { Problem } from './problems';

/** An expected outcome as a value: what was wanted, or the problem that prevented it. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function failed<T = never>(problem: Problem): Result<T> {
  return { ok: false, problem };
}
