import type { ProblemCode } from '../problems';
import type { FixOwner, Registration } from './registration';
import { sameUrl } from './registration';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Longest time that a request may stay on its way to Apple after its sender gave up or died. [assumed] */
export const LATE_WRITE_WINDOW = 10 * MINUTE;

/** The longest that a check of a URL takes: what a person waits for must leave time for Apple as well. */
export const URL_CHECK_MS = 5 * SECOND;

const FIRST_RETRY = 30 * SECOND;
const LONGEST_RETRY = 30 * MINUTE;
/** Longest `Retry-After` that is believed. */
const LONGEST_WAIT = 6 * HOUR;

/** What concerns our own side alone may be tried more often than what asks Apple. */
const OWN_SIDE: readonly ProblemCode[] = ['adde.observe-only', 'adde.brake'];
const SECRET_SIDE: readonly ProblemCode[] = [
  'token.missing',
  'token.unreadable',
  'token.deleted',
  'token.malformed',
  'token.expired',
  'apple.token-rejected',
];

/** When to try again after a fault. */
export function dueAfterFault(
  { code, needs, attempts }: { code: ProblemCode; needs: FixOwner; attempts: number },
  { now, jitter }: { now: number; jitter: number },
  retryAfterSeconds = 0,
): number {
  const asked = Math.min(retryAfterSeconds * SECOND, LONGEST_WAIT) * (1 + 0.2 * jitter);
  const own = pauseFor(code, needs, attempts) * (0.8 + 0.4 * jitter);
  return Math.ceil(now + Math.max(asked, own));
}

function pauseFor(code: ProblemCode, needs: FixOwner, attempts: number): number {
  if (OWN_SIDE.includes(code)) return 5 * MINUTE;
  if (SECRET_SIDE.includes(code)) return HOUR;
  if (code.startsWith('adde.url-')) return Math.min(5 * MINUTE * 2 ** Math.min(attempts - 1, 10), 6 * HOUR);
  // A person must act at Apple first: asking every few minutes would only annoy.
  if (needs !== 'time') return DAY;
  return Math.min(FIRST_RETRY * 2 ** Math.min(attempts - 1, 10), LONGEST_RETRY);
}

/** When to check again what is as it should be, or left as it is. */
export function dueWhenIdle(registration: Registration, { now, jitter }: { now: number; jitter: number }): number {
  const spread = 0.9 + 0.2 * jitter;
  if (mayLateWriteArrive(registration, now)) return Math.ceil(now + 2 * MINUTE * spread);
  return Math.ceil(now + (registration.state === 'none' ? DAY : HOUR) * spread);
}

/** Whether another value of ours was sent so recently that it may still arrive at Apple. */
export function mayLateWriteArrive({ sent, desired }: Registration, now: number): boolean {
  return sent.some(({ url, at, arrived }) => !arrived && !sameUrl(url, desired?.url) && now - at <= LATE_WRITE_WINDOW);
}
