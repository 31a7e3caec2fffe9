import { type Controls, unreportedDecisions } from '../../core/registration/controls';
import { nextVisit, type Registration, type ServerKey } from '../../core/registration/registration';
import { type RunSummary, visitDue } from '../due-run';
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

/** Visits every server that is due, as long as there is time; what is left is due still when the next run begins. */
export async function reconcile(ports: RegistrationPorts, options: ReconcileOptions): Promise<RunSummary> {
  await notifyDecisions(ports, await changeControls(ports, (controls) => ({ ...controls, lastRunAt: ports.clock() })));
  // What becomes due during the run waits for the next one, so that a run ends.
  const startedAt = ports.clock();
  // One at a time from when Apple asks to go slower.
  let width = options.parallel;
  return visitDue({
    ...options,
    listDue: (after) => ports.store.listDue(startedAt, after),
    mayGoOn: (lane) => lane < width && ports.clock() < options.deadline,
    visit: async (key) => {
      const registration = await visit(ports, key, options.hardDeadline, 'due');
      if (registration && isThrottled(registration)) width = 1;
    },
  });
}

function isThrottled({ fault }: Registration): boolean {
  return fault?.code === 'apple.throttled';
}

/** Whether a registration waits for a visit at this time. */
export function isDue(registration: Registration, now: number): boolean {
  return nextVisit(registration) <= now;
}

async function notifyDecisions(ports: RegistrationPorts, controls: Controls): Promise<void> {
  const unreported = unreportedDecisions(controls);
  const last = unreported.at(-1);
  if (!last) return;
  for (const { what, because, at } of unreported) {
    if (!(await arrives(ports.notify(stageNotice(what, because, at))))) return;
  }
  await changeControls(ports, (now) => ({ ...now, notifiedUntil: Math.max(now.notifiedUntil, last.at) }));
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
