import type { Page } from '../core/page';

/** A scheduled run over everything that is due. */
export interface DueRun<Key> {
  /** A page of what is due, the longest waiting first. */
  readonly listDue: (after?: string) => Promise<Page<Key>>;
  readonly visit: (key: Key) => Promise<void>;
  /** Visits at the same time. */
  readonly parallel: number;
  /** Whether this lane may begin another visit; the first lane is 0. */
  readonly mayGoOn: (lane: number) => boolean;
  /** Called for a visit that failed with a defect; the others go on. */
  readonly onDefect: (key: Key, error: unknown) => void;
}

/** How a run went. */
export interface RunSummary {
  readonly visited: number;
  readonly defects: number;
  /** Whether everything due was visited. */
  readonly complete: boolean;
}

/** Visits everything that is due, as long as it may; the rest stays due for the next run. */
export async function visitDue<Key>(run: DueRun<Key>): Promise<RunSummary> {
  const counts = { visited: 0, defects: 0 };
  const due = new Due(run.listDue);
  const lane = async (number: number) => {
    while (await due.isLeft()) {
      if (!run.mayGoOn(number)) return;
      const key = due.take();
      // Another lane may have been faster.
      if (key === undefined) continue;
      counts.visited += 1;
      await run.visit(key).catch((error: unknown) => {
        counts.defects += 1;
        run.onDefect(key, error);
      });
    }
  };
  await Promise.all(Array.from({ length: run.parallel }, (_, number) => lane(number)));
  return { ...counts, complete: !(await due.isLeft()) };
}

/** What is due, page by page: one lane goes on with the next page while another is still at the last one. */
class Due<Key> {
  #waiting: Key[] = [];
  #next: { readonly after?: string } | undefined = {};
  #loading: Promise<void> | undefined;

  constructor(private readonly list: DueRun<Key>['listDue']) {}

  async isLeft(): Promise<boolean> {
    while (this.#waiting.length === 0 && this.#next) {
      this.#loading ??= this.#load(this.#next.after);
      await this.#loading;
    }
    return this.#waiting.length > 0;
  }

  take(): Key | undefined {
    return this.#waiting.shift();
  }

  async #load(after: string | undefined): Promise<void> {
    const page = await this.list(after);
    this.#waiting.push(...page.items);
    this.#next = page.next === undefined ? undefined : { after: page.next };
    this.#loading = undefined;
  }
}
