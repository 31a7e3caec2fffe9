import { DAY, dueAfterFault, LATE_WRITE_WINDOW } from './due';
import { forget, notify } from './notices';
import type { AppleAccount, Registration, RegistrationState } from './registration';
import { observedUrl } from './registration';
import { isOurs } from './sent';
import { change, type Moment, type RegistrationStep, recordEvent, stepFrom } from './step';

/** What may be stored of a token: hashes and its expiry. */
export interface TokenFacts {
  readonly entry: string;
  readonly fingerprint: string;
  readonly expiresAt: number;
}

/** Days before the expiry on which a notice is sent. */
export const EXPIRY_NOTICES = [30, 7, 1] as const;

/** What was observed at one entry says nothing of another one: a URL that is wanted has yet to be set there. */
const AT_ANOTHER_ENTRY = { observed: { kind: 'unknown' }, overwrites: [], fault: undefined, attempts: 0 } as const;

/** Records the token as it was just read, and reports when it comes near its expiry. */
export function afterTokenRead(registration: Registration, facts: TokenFacts, moment: Moment): RegistrationStep {
  const known = registration.token.fingerprint;
  const step = stepFrom(registration);
  if (known === facts.fingerprint) return notifyExpiry(step, facts, moment);
  // Another entry is another account; a renewed token of the same entry is not.
  const { entry, account } = registration.token;
  const token = { ...facts, ...(account && entry === facts.entry ? { account } : {}) };
  const forgotten = forget(step, 'token-expiry:', 'fault:token.', 'fault:apple.token-rejected');
  if (known === undefined) return notifyExpiry(change(forgotten, { token }), facts, moment);
  if (entry === facts.entry)
    return notifyExpiry(recordEvent(forgotten, moment, TOKEN_CHANGED, { token }), facts, moment);
  const moved = { ...AT_ANOTHER_ENTRY, state: stateAtAnotherEntry(registration), token };
  return notifyExpiry(recordEvent(notifyLeftBehind(forgotten, moment), moment, TOKEN_CHANGED, moved), facts, moment);
}

const TOKEN_CHANGED = { what: 'token-changed' } as const;

function stateAtAnotherEntry({ state }: Registration): RegistrationState {
  return state === 'set' || state === 'overwritten' ? 'pending' : state;
}

/** The registration with what Apple says of the entry. */
export function withAccount(registration: Registration, account: AppleAccount): Registration {
  return { ...registration, token: { ...registration.token, account } };
}

/** Whether nothing of ours is wanted or held at Apple, so that the token is needed no more. */
export function needsNoToken(registration: Registration, defaultUrl: string | undefined): boolean {
  const url = observedUrl(registration);
  return registration.state === 'none' && (url === undefined || !isOurs(registration, url, defaultUrl));
}

/**
 * Whether the token opens an entry that holds a URL of ours, or may: without it, the URL could not be removed there. A
 * token that has expired, or that Apple rejects, opens nothing any more.
 */
export function isOnlyKey(registration: Registration, defaultUrl: string | undefined, now: number): boolean {
  const { token, observed, sent } = registration;
  if (token.rejectedAt !== undefined || (token.expiresAt !== undefined && token.expiresAt <= now)) return false;
  if (needsNoToken(registration, defaultUrl)) return false;
  const url = observedUrl(registration);
  if (url !== undefined && isOurs(registration, url, defaultUrl)) return true;
  const seen = observed.kind === 'unknown' ? 0 : observed.at - LATE_WRITE_WINDOW;
  return sent.some((each) => each.url !== undefined && each.at >= seen);
}

/** The token is deleted, and with it all that was known of it. */
export function afterTokenDeleted(registration: Registration, moment: Moment): RegistrationStep {
  const forgotten = forget(stepFrom(registration), 'token-expiry:', 'fault:token.', 'fault:apple.token-rejected');
  if (registration.token.fingerprint === undefined) return forgotten;
  return recordEvent(forgotten, moment, { what: 'token-deleted' }, { token: {}, fault: undefined, attempts: 0 });
}

/** Longest time between two tries with a token that Apple rejected, unless a person asks for one. */
const REJECTION_HOLDS = DAY;

/** Whether Apple may be asked with this token: not where it rejected the token lately. */
export function mayAskApple({ token }: Registration, facts: TokenFacts, now: number): boolean {
  if (token.rejectedAt === undefined || token.fingerprint !== facts.fingerprint) return true;
  return now - token.rejectedAt >= REJECTION_HOLDS;
}

/** Waits with a token that Apple rejected lately, without asking Apple again; other faults since then are over. */
export function afterSkippedSignIn(registration: Registration, moment: Moment): RegistrationStep {
  const { fault, token } = registration;
  const rejection = { code: 'apple.token-rejected', needs: 'tenant' } as const;
  const message = 'Cannot sign in to Apple: it rejected the token; expected another one';
  return change(stepFrom(registration), {
    fault: fault?.code === rejection.code ? fault : { ...rejection, message, since: token.rejectedAt ?? moment.now },
    due: dueAfterFault({ ...rejection, attempts: 1 }, moment),
  });
}

/** Tries a token again that Apple rejected: a person asks for it, or Apple has accepted it since. */
export function withoutRejection(step: RegistrationStep): RegistrationStep {
  const { rejectedAt, ...token } = step.registration.token;
  return rejectedAt === undefined ? step : change(step, { token });
}

/** A URL of ours at the entry before is out of reach from now on. */
function notifyLeftBehind(step: RegistrationStep, moment: Moment): RegistrationStep {
  const { registration } = step;
  const url = observedUrl(registration);
  if (url === undefined || !isOurs(registration, url, undefined)) return step;
  const name = `${registration.tenant}/${registration.server}`;
  const message = `Cannot reach the entry that ${name} was at: its token is of another entry now, and "${url}" may stay at the one before; expected it removed there, or that entry deleted`;
  const key = 'token-entry';
  return notify(forget(step, key), moment, { key, code: 'token.other-entry', message, needs: 'tenant' });
}

function notifyExpiry(step: RegistrationStep, { expiresAt }: TokenFacts, moment: Moment): RegistrationStep {
  const daysLeft = (expiresAt - moment.now) / DAY;
  const passed = EXPIRY_NOTICES.filter((days) => daysLeft <= days);
  const nearest = passed.at(-1);
  if (nearest === undefined || daysLeft <= 0) return step;
  const keyOf = (days: number) => `token-expiry:${days}`;
  if (step.registration.notified.includes(keyOf(nearest))) return step;
  const { tenant, server, notified } = step.registration;
  // A token that is first seen a day before its end is announced once, not three times.
  const skipped = passed.filter((days) => days !== nearest).map(keyOf);
  const message = `Cannot use the server token of ${tenant}/${server} after ${new Date(expiresAt).toISOString()}; expected a renewal within ${Math.ceil(daysLeft)} days`;
  return notify(
    change(step, { notified: [...notified, ...skipped.filter((key) => !notified.includes(key))] }),
    moment,
    {
      key: keyOf(nearest),
      code: 'token.expires-soon',
      message,
      needs: 'tenant',
    },
  );
}
