import { type Controls, unreportedDecisions } from '../../core/registration/controls';
import type { Registration, ServerKey } from '../../core/registration/registration';
import { type RunSummary, visitDue } from '../due-run';
import { wasSent } from '../outbox';
import type { RegistrationPorts, StageNotice } from './ports';
import { changeControls } from './record';
import { visit } from './visit';

export interface ReconcileOptions {
  /** No visit begins later, milliseconds since 1970; each may take until `hardDeadline`. */
  readonly deadline: number;
  readonly hardDeadline: number;
  /** Visits at the same time. */
  readonly parallel: number;
  /** Called for a visit that failed with a defect; the others go on. */
  readonly onDefect: (key: ServerKey, error: unknown) => void;
}

/** Visits every server that is due, as long as there is time; the rest stays due for the next run. */
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

async function notifyDecisions(ports: RegistrationPorts, controls: Controls): Promise<void> {
  const unreported = unreportedDecisions(controls);
  const last = unreported.at(-1);
  if (!last) return;
  for (const { what, because, at } of unreported) {
    if (!(await wasSent(ports.notify(stageNotice(what, because, at))))) return;
  }
  await changeControls(ports, (now) => ({ ...now, notifiedUntil: Math.max(now.notifiedUntil, last.at) }));
}

function stageNotice(what: string, because: string | undefined, at: number): StageNotice {
  if (what === 'brake-on') {
    const message =
      'Cannot change anything at Apple: too many servers changed within an hour; expected the platform team to check the events and release the brake';
    return { key: `brake:${at}`, code: 'adde.brake', message, at };
  }
  const message = `Cannot change anything at Apple: this stage only observes (${because ?? 'unknown'}); expected the platform team to compare wanted and observed URLs and to allow writes`;
  return { key: `observe-only:${at}`, code: 'adde.observe-only', message, at };
}
