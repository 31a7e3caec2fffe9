import { chooseSeed, LONG } from '../support/seed';
import { examinePairs, pairs } from './census';
import { SimulatedInternet } from './simulated-internet';

/** Pairs of a gate, or of a long run and `npm run catalogue`; the seed decides which. */
export const MANY_PAIRS = 2000;
const PAIRS = LONG ? MANY_PAIRS : 400;
/** Visits at the same time in one process: they wait more than they compute. */
export const WIDTH = 8;

/** One of `parts` shares of the pairs, as a test file of its own: test files run side by side. */
export function testPairs(part: number, parts: number): void {
  const seed = chooseSeed();
  const mine = pairs(PAIRS, seed).filter((_, index) => index % parts === part);

  test(`the first cause of ${mine.length} pairs of faults is right, and no code belongs to neither (SIGNPOST_SEED=${seed})`, async () => {
    const simulated = await SimulatedInternet.open();
    const reports = await examinePairs(simulated, mine, WIDTH).finally(() => simulated.close());
    const wrong = reports.filter(({ complaints }) => complaints.length > 0);
    expect(wrong.map(({ name, complaints }) => `${name}: ${complaints.join(', ')}`)).toEqual([]);
    expect(reports).toHaveLength(PAIRS / parts);
  }, 300_000);
}
