import { type Controls, untoldDecisions } from '../../core/registration/controls';
import { nextVisit, type Registration, type ServerKey } from '../../core/registration/registration';
import type { RegistrationPorts, StageNotice } from './ports';
import { arrives, changeControls } from './record';
import { visit } from './visit';

export interface ReconcileOptions {
  /** No visit begins later, milliseconds since 1970; each may take until `hardDeadline`. */
  readonly deadline: number;
  readonly hardDeadline: number;
  /** Visits at the same time. */
  readonly parallel: number;
  /** Called for a visit that broke off with a defect; the others go on. */
  readonly onDefect: (key: ServerKey, error: unknown) => void;
}

/** How a run went. */
export interface RunSummary {
  readonly visited: number;
  readonly defects: number;
  /** Whether everything due was visited. */
  readonly complete: boolean;
}

/** Visits every server that is due, as long as there is time; what is left is due still when the next run begins. */
export async function reconcile(ports: RegistrationPorts, options: ReconcileOptions): Promise<RunSummary> {
  await tellDecisions(ports, await changeControls(ports, (controls) => ({ ...controls, lastRunAt: ports.clock() })));
  const run: Run = { ports, options, width: options.parallel, visited: 0, defects: 0 };
  // What becomes due during the run waits for the next one, so that a run ends.
  const begun = ports.clock();
  let after: string | undefined;
  do {
    const page = await ports.store.listDue(begun, after);
    if (!(await visitAll(run, page.items))) return summary(run, false);
    after = page.next;
  } while (after !== undefined);
  return summary(run, true);
}

interface Run {
  readonly ports: RegistrationPorts;
  readonly options: ReconcileOptions;
  /** Visits at the same time from now on: one where Apple asked to go slower. */
  width: number;
  visited: number;
  defects: number;
}

function summary({ visited, defects }: Run, complete: boolean): RunSummary {
  return { visited, defects, complete };
}

/** Visits one after the other in each of several lanes; false where the time ran out first. */
async function visitAll(run: Run, keys: readonly ServerKey[]): Promise<boolean> {
  const waiting = [...keys];
  const lane = async (number: number) => {
    while (waiting.length > 0 && number < run.width && run.ports.clock() < run.options.deadline) {
      const key = waiting.shift();
      if (key) await visitOne(run, key);
    }
  };
  await Promise.all(Array.from({ length: run.options.parallel }, (_, number) => lane(number)));
  return waiting.length === 0;
}

async function visitOne(run: Run, key: ServerKey): Promise<void> {
  run.visited += 1;
  try {
    const registration = await visit(run.ports, key, run.options.hardDeadline);
    if (registration && isThrottled(registration)) run.width = 1;
  } catch (error) {
    run.defects += 1;
    run.options.onDefect(key, error);
  }
}

function isThrottled({ fault }: Registration): boolean {
  return fault?.code === 'apple.throttled';
}

/** Whether a registration waits for a visit at this time. */
export function isDue(registration: Registration, now: number): boolean {
  return nextVisit(registration) <= now;
}

async function tellDecisions(ports: RegistrationPorts, controls: Controls): Promise<void> {
  const untold = untoldDecisions(controls);
  const last = untold.at(-1);
  if (!last) return;
  for (const { what, because, at } of untold) {
    if (!(await arrives(ports.notify(stageNotice(what, because, at))))) return;
  }
  await changeControls(ports, (now) => ({ ...now, toldUntil: Math.max(now.toldUntil, last.at) }));
}

function stageNotice(what: string, because: string | undefined, at: number): StageNotice {
  if (what === 'brake-on') {
    const message =
      'Cannot go on telling Apple: too many changes within an hour; expected that somebody looks at the events and releases the brake';
    return { key: `brake:${at}`, code: 'adde.brake', message, at };
  }
  const message = `Cannot tell Apple anything: this stage only observes (${because ?? 'unknown'}); expected that somebody compares wanted and observed URLs and allows it to write`;
  return { key: `observe-only:${at}`, code: 'adde.observe-only', message, at };
}
