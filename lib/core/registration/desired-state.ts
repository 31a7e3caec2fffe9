import { observedUrl, type Registration, sameUrl } from './registration';
import { change, type Moment, type RegistrationStep, recordEvent, stepFrom } from './step';
import { withoutRejection } from './token-status';

/** What a new request or a refresh clears, so that everything is tried afresh. */
const AFRESH = { fault: undefined, attempts: 0, overwrites: [] } as const;

/**
 * Requests this URL at Apple. The same request twice changes nothing that is as wanted; where a fault blocks it, it is
 * tried again at once, and where the URL was overwritten, ours is put back.
 */
export function requestUrl(registration: Registration, url: string, moment: Moment): RegistrationStep {
  const { desired, state } = registration;
  const same = desired?.url !== undefined && sameUrl(desired.url, url);
  const step = stepFrom(registration);
  if (same && state === 'set') return change(step, { due: moment.now });
  if (same && state === 'pending') return change(withoutRejection(step), { ...AFRESH, due: moment.now });
  return recordEvent(
    withoutRejection(step),
    moment,
    { what: 'requested', from: desired?.url, to: url },
    { ...AFRESH, state: 'pending', desired: { url, by: moment.by, at: moment.now }, due: moment.now },
  );
}

/** Requests that no URL of ours is at Apple any more. */
export function requestRemoval(registration: Registration, moment: Moment): RegistrationStep {
  const { desired, state } = registration;
  const step = stepFrom(registration);
  // A URL that Apple holds all the same is checked again: it may be ours, from before the table was restored.
  if (state === 'none' && observedUrl(registration) === undefined) return step;
  const wanted = { by: moment.by, at: moment.now };
  if (neverReachedApple(registration))
    return recordEvent(
      step,
      moment,
      { what: 'requested', from: desired?.url },
      { ...AFRESH, state: 'none', desired: wanted },
    );
  if (state === 'removing') return change(withoutRejection(step), { ...AFRESH, due: moment.now });
  return recordEvent(
    withoutRejection(step),
    moment,
    { what: 'requested', from: desired?.url },
    { ...AFRESH, state: 'removing', desired: wanted, due: moment.now },
  );
}

/** There has never been a token to call Apple with: nothing is there that would have to be removed. */
function neverReachedApple({ token, observed, sent }: Registration): boolean {
  return token.fingerprint === undefined && observed.kind === 'unknown' && sent.length === 0;
}

/**
 * A person has fixed something, or wants to know: checks at once, and tries again what had failed. What was reported is
 * not reported again until it is over.
 */
export function refresh(registration: Registration, moment: Moment): RegistrationStep {
  const afresh = change(withoutRejection(stepFrom(registration)), { fault: undefined, attempts: 0, due: moment.now });
  if (registration.state !== 'failed') return afresh;
  return recordEvent(afresh, moment, { what: 'refreshed', to: registration.desired?.url }, { state: 'pending' });
}
