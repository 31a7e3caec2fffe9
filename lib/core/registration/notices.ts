import type { FixOwner, Notice, Registration } from './registration';
import { change, type Moment, type RegistrationStep, stepFrom } from './step';

const RELEASED = 'released';

/** Puts a notice into the outbox, unless its key has been told and not been forgotten since. */
export function notify(
  step: RegistrationStep,
  { now }: Moment,
  notice: Pick<Notice, 'key' | 'code' | 'message'> & { readonly needs: FixOwner },
): RegistrationStep {
  const { tenant, server, notified, outbox } = step.registration;
  if (notified.includes(notice.key)) return step;
  return change(step, {
    notified: [...notified, notice.key],
    outbox: [...outbox, { tenant, server, ...notice, at: now }],
  });
}

/** Forgets what was told under a prefix: the next time it happens it is told again. */
export function forget(step: RegistrationStep, ...prefixes: readonly string[]): RegistrationStep {
  const { notified } = step.registration;
  const left = notified.filter((key) => !prefixes.some((prefix) => key.startsWith(prefix)));
  return left.length === notified.length ? step : change(step, { notified: left });
}

/** Tells, once, that a server was released while it is not done with Apple; in service again, it may be told again. */
export function notifyReleased(
  registration: Registration,
  answersUntil: string | undefined,
  moment: Moment,
): RegistrationStep {
  const { tenant, server, state } = registration;
  const step = stepFrom(registration);
  if (answersUntil === undefined || state === 'none') return forget(step, RELEASED);
  const message = `Cannot answer devices of ${tenant}/${server} after ${answersUntil}: it was released and its ADDE URL is "${state}"; expected it removed from Apple first`;
  return notify(step, moment, { key: RELEASED, code: 'adde.released', message, needs: 'platform' });
}

/** Longest time that sending takes; a process that dies meanwhile leaves its notices to others after it. */
const CLAIM_MS = 2 * 60_000;

/** Claims what waits to be told, so that two processes do not tell it both. */
export function claimNotices(
  registration: Registration,
  now: number,
): { step: RegistrationStep; claimed: readonly Notice[] } {
  const isFree = ({ claimedUntil = 0 }: Notice) => claimedUntil <= now;
  const claimed = registration.outbox.filter(isFree);
  const outbox = registration.outbox.map((notice) =>
    isFree(notice) ? { ...notice, claimedUntil: now + CLAIM_MS } : notice,
  );
  return { step: change(stepFrom(registration), { outbox }), claimed };
}

/** What was sent goes out of the outbox; what was not waits a moment longer. */
export function afterNoticesSent(registration: Registration, sent: readonly Notice[]): RegistrationStep {
  const keys = new Set(sent.map(keyOf));
  return change(stepFrom(registration), { outbox: registration.outbox.filter((notice) => !keys.has(keyOf(notice))) });
}

function keyOf({ key, at }: Notice): string {
  return `${at} ${key}`;
}
