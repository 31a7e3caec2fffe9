import { definitionOf, type Problem, type ProblemCode } from '../problems';
import { dueAfterFault } from './due';
import { notify } from './notices';
import type { FixOwner, Registration } from './registration';
import { change, type Moment, type RegistrationStep, recordEvent, stepFrom } from './step';

/** A problem met on the way to Apple, with the pause that Apple asked for. */
export interface Obstacle extends Problem {
  readonly retryAfterSeconds?: number;
}

const FIX_OWNERS: Partial<Record<ProblemCode, FixOwner>> = {
  'apple.terms-not-signed': 'tenant',
  'apple.token-rejected': 'tenant',
  'apple.access-denied': 'tenant',
  'apple.org-not-supported': 'tenant',
  'token.missing': 'tenant',
  'token.deleted': 'tenant',
  'token.expired': 'tenant',
  'token.malformed': 'tenant',
  'token.unreadable': 'platform',
  'apple.oauth-malformed': 'platform',
  'apple.url-required': 'platform',
  'apple.url-not-valid': 'platform',
  'adde.url-not-valid': 'platform',
  'adde.url-not-public': 'platform',
  'adde.url-check-failed': 'platform',
  'adde.url-needs-query': 'platform',
  'adde.observe-only': 'platform',
  'adde.brake': 'platform',
};

/** Held back for the whole stage: no failure of this registration, and reported once for all. */
export const HOLDS: readonly ProblemCode[] = ['adde.observe-only', 'adde.brake'];

const WITHOUT_TOKEN: readonly ProblemCode[] = ['token.missing', 'token.deleted', 'token.unreadable'];

/** Who fixes a problem; what is not listed passes by itself. */
export function fixOwnerOf(code: ProblemCode): FixOwner {
  return FIX_OWNERS[code] ?? 'time';
}

/**
 * What an obstacle does to a registration: transient ones are tried again, others make a pending one `failed` and are
 * reported once. What was observed before stays: not knowing is no change.
 */
export function afterObstacle(registration: Registration, obstacle: Obstacle, moment: Moment): RegistrationStep {
  const { code, message, retryAfterSeconds } = obstacle;
  const needs = fixOwnerOf(code);
  const held = HOLDS.includes(code);
  const attempts = held ? registration.attempts : registration.attempts + 1;
  const previous = registration.fault;
  const fault = { code, message, needs, since: previous?.code === code ? previous.since : moment.now };
  const due = dueAfterFault({ code, needs, attempts }, moment, retryAfterSeconds);
  const step = change(stepFrom(registration), {
    fault,
    attempts,
    due,
    ...(code === 'apple.token-rejected' ? { token: { ...registration.token, rejectedAt: moment.now } } : {}),
  });
  if (needs === 'time' || held) return step;
  const fails = registration.state === 'pending';
  const noted =
    fails || previous?.code !== code
      ? recordEvent(step, moment, { what: 'failed', code }, fails ? { state: 'failed' } : {})
      : step;
  // A server that is not set up yet, or was released, lacks its token as a matter of course.
  if (WITHOUT_TOKEN.includes(code) && registration.state === 'none') return noted;
  return notify(noted, moment, {
    key: `fault:${code}`,
    code,
    message: `${message}. ${definitionOf(code).remedy}`,
    needs,
  });
}
