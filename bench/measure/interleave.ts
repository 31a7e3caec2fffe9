/** How often each contender runs: unmeasured ones first, then those that count. */
export interface Plan {
  readonly warmUps: number;
  readonly repeats: number;
}

/**
 * Measures several contenders in turn, so that whatever else the machine does hits all of them. Every second round runs
 * backwards: none is always the one after the other.
 */
export async function interleave<Name extends string, T>(
  contenders: Readonly<Record<Name, () => Promise<T>>>,
  { warmUps, repeats }: Plan,
): Promise<Readonly<Record<Name, readonly T[]>>> {
  const names = Object.keys(contenders) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, T[]>;
  for (let round = 0; round < warmUps + repeats; round += 1) {
    const order = round % 2 === 0 ? names : [...names].reverse();
    for (const name of order) {
      const sample = await contenders[name]();
      if (round >= warmUps) samples[name].push(sample);
    }
  }
  return samples;
}
