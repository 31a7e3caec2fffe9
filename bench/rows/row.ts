import type { Figure } from '../report/figure';

/** One row of the table, each in a file of its own. */
export interface Row {
  /** What `npm run bench -- <name>` calls it. */
  readonly name: string;
  /** For a row with a goal, one sentence: what a missed goal means. */
  readonly ifMissed?: string;
  readonly measure: () => Promise<{ readonly figures: readonly Figure[]; readonly notes?: readonly string[] }>;
}
