import type { FixOwner, Notice, Registration } from './registration';
import { change, type Moment, type RegistrationStep, stepFrom } from './step';

const RELEASED = 'released';

/** Puts a notice into the outbox, unless its key was reported and has not been forgotten since. */
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

/** Forgets what was reported under a prefix: the next time it happens it is reported again. */
export function forget(step: RegistrationStep, ...prefixes: readonly string[]): RegistrationStep {
  const { notified } = step.registration;
  const left = notified.filter((key) => !prefixes.some((prefix) => key.startsWith(prefix)));
  return left.length === notified.length ? step : change(step, { notified: left });
}

/** Reports, once, that a server was released while its URL may be at Apple; again only after it was back in service. */
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

/** What a notice is known by in its outbox. */
export function noticeId({ key, at }: Notice): string {
  return `${at} ${key}`;
}
