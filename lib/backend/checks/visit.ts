import {
  afterCheck,
  afterMessagesSent,
  type CheckKey,
  type CheckRecord,
  type CheckSubject,
  claimMessages,
  newCheck,
  type ObservationOutcome,
  observedTargetOf,
  type WaitingMessage,
} from '../../core/checks/check';
import type { CheckPorts } from './ports';
import { findCheckSubject } from './subject';

/** How far a visit may go. */
export interface Visiting {
  /** Whether to look now. */
  readonly isDue: (check: CheckRecord, now: number) => boolean;
  /** No look goes on longer; milliseconds since the epoch. */
  readonly deadline: number;
}

/**
 * Looks at a domain or a fallback, if it is due, and tells people what they must know. Two visits at once do no harm:
 * the second one finds that it was overtaken and leaves everything as it is. The check as it is afterwards; nothing
 * where no such thing is declared any more, whose check is forgotten.
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
  const check = await sendWaiting(ports, stored ?? newCheck(key));
  if (!check) return ports.store.get(key);
  if (!visiting.isDue(check, ports.clock())) return check;
  const outcome = await observe(ports, subject, check, visiting.deadline);
  const step = afterCheck(check, outcome, observedTargetOf(subject), ports.clock());
  if (!(await ports.store.commit(step))) return ports.store.get(key);
  return send(ports, step.check, step.check.outbox.slice(check.outbox.length));
}

/** Longer than a look takes at something that serves, lost packets included. */
const LONG_ENOUGH_MS = 20_000;

/** One lost packet shall wake nobody: what has served is looked at once more before it counts as fallen. */
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
  // A server that stays silent uses up the time; that it does so twice is no reason to forget the first sight.
  const stalled = second.kind === 'blind' && second.problem.code === 'check.no-time' && left >= LONG_ENOUGH_MS;
  return stalled ? first : second;
}

/** Sends what somebody before has left unsent; nothing where somebody else was faster. */
async function sendWaiting(ports: CheckPorts, check: CheckRecord): Promise<CheckRecord | undefined> {
  const claimed = claimMessages(check, ports.clock());
  if (!claimed) return check;
  if (!(await ports.store.commit({ check: claimed }))) return undefined;
  return send(
    ports,
    claimed,
    claimed.outbox.filter((each) => !check.outbox.includes(each)),
  );
}

const ATTEMPTS = 10;

/** Sends messages that we have claimed. What could not be sent is free again when our claim is over. */
async function send(ports: CheckPorts, check: CheckRecord, messages: readonly WaitingMessage[]): Promise<CheckRecord> {
  const sent: WaitingMessage[] = [];
  for (const message of messages) {
    const { subject, body } = message;
    const arrived = await ports.notify({ subject, body }).then(
      () => true,
      () => false,
    );
    if (arrived) sent.push(message);
  }
  return sent.length === 0 ? check : noteSent(ports, check, sent);
}

/** What was sent must be noted, whoever else writes meanwhile: it would be told again. */
async function noteSent(ports: CheckPorts, check: CheckRecord, sent: readonly WaitingMessage[]): Promise<CheckRecord> {
  let current = check;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const next = afterMessagesSent(current, sent);
    if (await ports.store.commit({ check: next })) return next;
    const stored = await ports.store.get(check);
    if (!stored) return next;
    current = stored;
  }
  throw new Error('The check changes too often to be written.');
}
