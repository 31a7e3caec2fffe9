/** A published version of the edge function, and what runs it. */
export interface EdgeVersion {
  readonly number: number;
  /** Distributions that are associated with it, by their first alias or else their id. */
  readonly usedBy: readonly string[];
}

/** What becomes of a version: kept for these reasons, or removed. */
export type VersionVerdict = EdgeVersion &
  (
    | { readonly kind: 'keep'; readonly because: readonly ('newest' | 'stable' | 'in use')[] }
    | { readonly kind: 'remove' }
  );

/**
 * Which versions are no longer needed. The channel `canary` hands out the newest one, so a deployment may be about to use
 * it; the same goes for `stable`. `stable` is the newest where the configuration names none.
 */
export function judgeVersions(versions: readonly EdgeVersion[], stable: number | undefined): readonly VersionVerdict[] {
  const newest = Math.max(...versions.map(({ number }) => number));
  return [...versions]
    .sort((a, b) => a.number - b.number)
    .map((version) => {
      const because = [
        version.number === newest ? ('newest' as const) : undefined,
        version.number === stable ? ('stable' as const) : undefined,
        version.usedBy.length > 0 ? ('in use' as const) : undefined,
      ].filter((reason) => reason !== undefined);
      return because.length > 0 ? { ...version, kind: 'keep', because } : { ...version, kind: 'remove' };
    });
}
