/** Repeats of one measurement: the median and the range. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly repeats: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const least = sorted[0];
  const most = sorted.at(-1);
  if (least === undefined || most === undefined) throw new Error('nothing was measured');
  return { median: quantile(sorted, 0.5), least, most, repeats: sorted.length };
}

/** Between two neighbours where it falls between them; `sorted` ascending and not empty. */
export function quantile(sorted: readonly number[], fraction: number): number {
  const at = (sorted.length - 1) * fraction;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}

/** Pair by pair, as both of a pair were measured at about the same time. */
export function pairwise(
  subject: readonly number[],
  floor: readonly number[],
  combine: (subject: number, floor: number) => number,
): readonly number[] {
  if (subject.length !== floor.length) throw new Error('subject and floor were not measured as often');
  return subject.map((value, index) => combine(value, floor[index] ?? Number.NaN));
}

export function isWithin({ median }: Spread, { least, most }: Spread): boolean {
  return least <= median && median <= most;
}
