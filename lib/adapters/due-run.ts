import type { Page } from './registration/ports';

/** A scheduled run over everything that is due. */
export interface DueRun<Key> {
  /** A page of what is due, the longest waiting first. */
  readonly listDue: (after?: string) => Promise<Page<Key>>;
  readonly visit: (key: Key) => Promise<void>;
  /** Visits at the same time. */
  readonly parallel: number;
  /** Whether this lane may begin another visit, the first lane being 0. */
  readonly mayGoOn: (lane: number) => boolean;
  /** Called for a visit that broke off with a defect; the others go on. */
  readonly onDefect: (key: Key, error: unknown) => void;
}

/** How a run went. */
export interface RunSummary {
  readonly visited: number;
  readonly defects: number;
  /** Whether everything due was visited. */
  readonly complete: boolean;
}

/** Visits everything that is due, as long as it may; what is left is due still when the next run begins. */
export async function visitDue<Key>(run: DueRun<Key>): Promise<RunSummary> {
  const counts = { visited: 0, defects: 0 };
  let after: string | undefined;
  do {
    const page = await run.listDue(after);
    if (!(await visitAll(run, page.items, counts))) return { ...counts, complete: false };
    after = page.next;
  } while (after !== undefined);
  return { ...counts, complete: true };
}

/** Visits one after the other in each of several lanes; false where it had to stop first. */
async function visitAll<Key>(
  run: DueRun<Key>,
  keys: readonly Key[],
  counts: { visited: number; defects: number },
): Promise<boolean> {
  const waiting = [...keys];
  const lane = async (number: number) => {
    while (waiting.length > 0 && run.mayGoOn(number)) {
      const key = waiting.shift();
      if (key === undefined) return;
      counts.visited += 1;
      await run.visit(key).catch((error: unknown) => {
        counts.defects += 1;
        run.onDefect(key, error);
      });
    }
  };
  await Promise.all(Array.from({ length: run.parallel }, (_, number) => lane(number)));
  return waiting.length === 0;
}
