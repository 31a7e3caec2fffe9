import {
  afterCheck,
  type CheckKey,
  type CheckRecord,
  type CheckSubject,
  newCheck,
  type ObservationOutcome,
  observedTargetOf,
  type WaitingMessage,
} from '../../core/checks/check';
import { type Outbox, sendClaimed, sendWaiting } from '../outbox';
import { VersionConflict } from '../version-conflict';
import type { CheckPorts } from './ports';
import { findCheckSubject } from './subject';

/** How far a visit may go. */
export interface Visiting {
  /** Whether to observe now. */
  readonly isDue: (check: CheckRecord, now: number) => boolean;
  /** When every observation ends, milliseconds since the epoch. */
  readonly deadline: number;
}

/**
 * Checks a domain or a fallback, if it is due, and sends the messages about it. Two visits at once do no harm: the second
 * one finds a newer version and changes nothing. The check as it is afterwards; nothing where no such thing is declared
 * any more, whose check is removed.
 */
export async function visitCheck(
  ports: CheckPorts,
  key: CheckKey,
  visiting: Visiting,
): Promise<CheckRecord | undefined> {
  const [subject, stored] = await Promise.all([findCheckSubject(ports, key), ports.store.get(key)]);
  if (!subject) {
    if (stored) await ports.store.remove(stored);
    return undefined;
  }
  try {
    return await visitSubject(ports, subject, stored ?? newCheck(key), visiting);
  } catch (error) {
    if (!(error instanceof VersionConflict)) throw error;
    return ports.store.get(key);
  }
}

/** Throws `VersionConflict`. */
async function visitSubject(
  ports: CheckPorts,
  subject: CheckSubject,
  stored: CheckRecord,
  { isDue, deadline }: Visiting,
): Promise<CheckRecord | undefined> {
  const outbox = outboxOf(ports);
  const check = await sendWaiting(outbox, stored, ports.clock());
  if (!check || !isDue(check, ports.clock())) return check;
  const outcome = await observe(ports, subject, check, deadline);
  const step = afterCheck(check, outcome, observedTargetOf(subject), ports.clock());
  if (!(await ports.store.commit(step))) throw new VersionConflict();
  return sendClaimed(outbox, step.check, step.check.outbox.slice(check.outbox.length));
}

/** Longer than an observation of something that serves takes, lost packets included. */
const LONG_ENOUGH_MS = 20_000;

/** One lost packet must alarm no one: what has served is observed once more before it counts as failed. */
async function observe(
  ports: CheckPorts,
  subject: CheckSubject,
  { status }: CheckRecord,
  deadline: number,
): Promise<ObservationOutcome> {
  const first = await ports.observe(subject, deadline);
  const fell = status?.word === 'serving' && first.kind === 'seen' && first.sight.word !== 'serving';
  if (!fell) return first;
  const left = deadline - ports.clock();
  const second = await ports.observe(subject, deadline);
  // A server that stays silent uses up the time; that it does so twice is no reason to forget the first observation.
  const stalled = second.kind === 'blind' && second.problem.code === 'check.no-time' && left >= LONG_ENOUGH_MS;
  return stalled ? first : second;
}

function outboxOf({ store, notify }: CheckPorts): Outbox<CheckRecord, WaitingMessage> {
  return {
    messagesOf: ({ outbox }) => outbox,
    // The text holds the time.
    idOf: ({ body }) => body,
    store: async (check, outbox) => {
      const next = { ...check, outbox, version: check.version + 1 };
      if (!(await store.commit({ check: next }))) throw new VersionConflict();
      return next;
    },
    reload: (check) => store.get(check),
    send: ({ subject, body }) => notify({ subject, body }),
  };
}
