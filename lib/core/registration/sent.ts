import { type Registration, type Sent, sameUrl } from './registration';

/** Enough to know every URL again that was ours lately. */
const MAX_SENT = 10;

/** A removal that has not arrived after this time never will. */
const REMOVAL_KNOWN = 60 * 60_000;

/** `sent` with one entry more; an older one of the same URL has become meaningless. */
export function withSent({ sent }: Registration, url: string | undefined, now: number): readonly Sent[] {
  return [...sent.filter((each) => !sameUrl(each.url, url)), { url, at: now }].slice(-MAX_SENT);
}

/** `sent` after a late write arrived: it is not expected any more, but its URL stays known as ours. */
export function withArrived({ sent }: Registration, lateWrite: Sent): readonly Sent[] {
  return sent.map((each) => (each === lateWrite ? { ...each, arrived: true } : each));
}

/** `sent` with a URL known as ours, however it came to Apple. */
export function withKnown(registration: Registration, url: string, now: number): readonly Sent[] {
  return registration.sent.some((each) => sameUrl(each.url, url))
    ? registration.sent
    : withSent(registration, url, now);
}

/**
 * What is at Apple although it is not wanted, and was sent by ourselves: a request that arrived after a newer one. Each
 * entry can arrive only once.
 */
export function findLateWrite({ sent, desired }: Registration, url: string | undefined, now: number): Sent | undefined {
  if (sameUrl(url, desired?.url)) return undefined;
  return sent.find(
    (each) => !each.arrived && sameUrl(each.url, url) && (url !== undefined || now - each.at <= REMOVAL_KNOWN),
  );
}

/** Whether a URL is one that Signpost registered for this server. */
export function isOurs({ sent }: Registration, url: string, defaultUrl: string | undefined): boolean {
  return sameUrl(url, defaultUrl) || sent.some((each) => sameUrl(each.url, url));
}
