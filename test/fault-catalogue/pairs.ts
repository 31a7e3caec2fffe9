import { examinePair, inSlots, pairs } from './census';
import { SimulatedInternet } from './simulated-internet';

/** Pairs that the tests and `npm run catalogue` check; every run has the same. */
export const PAIRS = 2000;
export const PAIRS_SEED = 20261121;
/** Visits at the same time in one process: they wait more than they compute. */
export const WIDTH = 8;

/** One of `parts` shares of the pairs, as a test file of its own: test files run side by side. */
export function testPairs(part: number, parts: number): void {
  const mine = pairs(PAIRS, PAIRS_SEED).filter((_, index) => index % parts === part);

  test(`the first cause of ${mine.length} pairs of faults is right, and no code belongs to neither`, async () => {
    const simulated = await SimulatedInternet.open();
    const reports = await inSlots(mine, WIDTH, (pair, slot) => examinePair(simulated, pair, slot)).finally(() =>
      simulated.close(),
    );
    const wrong = reports.filter(({ complaints }) => complaints.length > 0);
    expect(wrong.map(({ name, complaints }) => `${name}: ${complaints.join(', ')}`)).toEqual([]);
    expect(reports).toHaveLength(PAIRS / parts);
  }, 300_000);
}
