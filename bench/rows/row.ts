import type { Figure } from '../report/figure';

/** One row of the table; a file of its own each. */
export interface Row {
  /** What `npm run bench -- <name>` calls it. */
  readonly name: string;
  /** One sentence for each row with a goal: what it means for a reader when the goal is missed. */
  readonly ifMissed?: string;
  readonly measure: () => Promise<{ readonly figures: readonly Figure[]; readonly notes?: readonly string[] }>;
}
