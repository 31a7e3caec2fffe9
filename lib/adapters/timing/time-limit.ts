/** Starts to wait, calls `onOver` once the time is over, and returns what ends the wait. */
export type TimeLimit = (onOver: () => void) => () => void;

/** Parts that a limit is counted in: more than the turns of the event loop that any exchange needs. */
const PARTS = 60;
const SHORTEST_PART_MS = 5;

/** The time on the clock, for what must be over by then, such as a lease. */
export function clockLimit(milliseconds: number): TimeLimit {
  return (onOver) => {
    const timer = setTimeout(onOver, Math.max(1, Math.floor(milliseconds)));
    return () => clearTimeout(timer);
  };
}

/**
 * The time in which this process could have noticed an answer. It is counted in small parts, and a part that ends late
 * counts as one: where this process or its machine is busy, the wait grows by as much, so that an answer that was there
 * is read, and a timeout is always the other side's.
 */
export function responsiveLimit(milliseconds: number): TimeLimit {
  return (onOver) => {
    let stop = () => {};
    const part = Math.max(milliseconds / PARTS, SHORTEST_PART_MS);
    const count = (left: number) => {
      const timer = setTimeout(() => (left > part ? count(left - part) : readOnce()), Math.min(left, part));
      stop = () => clearTimeout(timer);
    };
    // Timers come before sockets in the event loop: what has arrived by now is read first.
    const readOnce = () => {
      const turn = setImmediate(onOver);
      stop = () => clearImmediate(turn);
    };
    count(milliseconds);
    return () => stop();
  };
}

/** One limit for several steps: it starts now, and `end` frees its timer. */
export interface RunningLimit {
  readonly limit: TimeLimit;
  isOver(): boolean;
  end(): void;
}

/** Starts a limit that the steps of one piece of work share. */
export function runLimit(limit: TimeLimit): RunningLimit {
  const waiting = new Set<() => void>();
  let over = false;
  const end = limit(() => {
    over = true;
    for (const onOver of waiting) onOver();
  });
  return {
    limit: (onOver) => {
      if (over) queueMicrotask(onOver);
      else waiting.add(onOver);
      return () => void waiting.delete(onOver);
    },
    isOver: () => over,
    end,
  };
}

/**
 * The result of the work, or nothing when the time is over. Unfinished work is not stopped, so it must be work that only
 * reads.
 */
export async function inTime<T>(work: Promise<T>, limit: TimeLimit): Promise<T | undefined> {
  let stop = () => {};
  const over = new Promise<undefined>((resolve) => {
    stop = limit(() => resolve(undefined));
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    stop();
    work.catch(() => {});
  }
}
