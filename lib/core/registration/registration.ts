import type { ProblemCode } from '../problems';

/** A server by its tenant and its name there. */
export interface ServerKey {
  readonly tenant: string;
  readonly server: string;
}

/**
 * `none`: no URL of ours is wanted, and none is at Apple · `pending`: wanted, not yet at Apple · `set` · `failed`: wanted,
 * and a person must act first · `overwritten`: Apple holds another one than was set · `contested`: overwritten again and
 * again, so left alone · `removing`: no more wanted, perhaps still at Apple.
 */
export const REGISTRATION_STATES = [
  'none',
  'pending',
  'set',
  'failed',
  'overwritten',
  'contested',
  'removing',
] as const;
export type RegistrationState = (typeof REGISTRATION_STATES)[number];

/** What was asked for last: a URL, or none. Times are milliseconds since 1970. */
interface DesiredState {
  readonly url?: string;
  /** Who asked, as an account or a role; never an e-mail address. */
  readonly by: string;
  readonly at: number;
}

/** What Apple holds for a server token. */
export type AppleUrl =
  | { readonly kind: 'none' }
  /** `setTime` is Apple's `last_updated_timestamp`; missing where it cannot be read. */
  | { readonly kind: 'url'; readonly url: string; readonly setTime?: number };

/** The last observation of Apple, with its time. */
type ObservedUrl = { readonly kind: 'unknown' } | (AppleUrl & { readonly at: number });

/** A change that was sent to Apple, or was about to be: recorded before the call. */
export interface Sent {
  /** Missing for a removal. */
  readonly url?: string;
  readonly at: number;
  /** It was seen at Apple after a newer request: if the same appears again, another party set it. */
  readonly arrived?: boolean;
}

/** Who fixes a fault: time alone, the tenant's administrator or the platform team. */
export type FixOwner = 'time' | 'tenant' | 'platform';

/** What blocks a registration at the moment. */
export interface RegistrationFault {
  readonly code: ProblemCode;
  readonly message: string;
  readonly needs: FixOwner;
  readonly since: number;
}

/** What is known of a server's token without any part of the token itself. */
interface TokenStatus {
  /** A hash of the consumer key. */
  readonly entry?: string;
  /** A hash of the token as a whole. */
  readonly fingerprint?: string;
  readonly expiresAt?: number;
  /** Since when Apple has rejected the token with this fingerprint. */
  readonly rejectedAt?: number;
  readonly account?: AppleAccount;
}

/** What Apple says of the entry behind a token; the administrator's address is left out. */
export interface AppleAccount {
  readonly serverName: string;
  readonly serverUuid: string;
  readonly orgName: string;
  /** Whether Apple offers the ADDE URL to this entry; missing where it does not say. */
  readonly offersAddeUrl?: boolean;
}

/** Something that people must know, waiting to be sent. */
export interface Notice extends ServerKey {
  /** The same key is reported once. */
  readonly key: string;
  readonly code: ProblemCode;
  readonly message: string;
  readonly needs: FixOwner;
  readonly at: number;
  /** Until then, one process is sending it and no other does. */
  readonly claimedUntil?: number;
}

/** Wanted and observed ADDE URL of a server, and how they are brought together. */
export interface Registration extends ServerKey {
  /** 0: never written. Counts every change. */
  readonly version: number;
  readonly state: RegistrationState;
  readonly desired?: DesiredState;
  readonly observed: ObservedUrl;
  readonly fault?: RegistrationFault;
  /** Attempts that failed since things were last as wanted. */
  readonly attempts: number;
  /** Newest last; those that may still reach Apple, and the URLs to know again as ours. */
  readonly sent: readonly Sent[];
  /** When others overwrote the URL, within the last day. */
  readonly overwrites: readonly number[];
  readonly token: TokenStatus;
  /** Keys of notices already reported, so that nothing is reported twice. */
  readonly notified: readonly string[];
  readonly outbox: readonly Notice[];
  /** When to check next. */
  readonly due: number;
}

/** A server for which nothing was requested yet. */
export function newRegistration({ tenant, server }: ServerKey, now: number): Registration {
  return {
    tenant,
    server,
    version: 0,
    state: 'none',
    observed: { kind: 'unknown' },
    attempts: 0,
    sent: [],
    overwrites: [],
    token: {},
    notified: [],
    outbox: [],
    due: now,
  };
}

interface Status {
  readonly state: RegistrationState;
  readonly fault?: Pick<RegistrationFault, 'needs'>;
}

/** Whether it ends by itself, so that it is worth reading again soon: no fault needs a person first. */
export function isUnderWay({ state, fault }: Status): boolean {
  return (state === 'pending' || state === 'removing') && (fault === undefined || fault.needs === 'time');
}

const UNSENT_PAUSE = 60_000;

/** When the next visit is due: to check, or to send a notice. */
export function nextVisit({ due, outbox }: Registration): number {
  return Math.min(due, ...outbox.map(({ at, claimedUntil }) => claimedUntil ?? at + UNSENT_PAUSE));
}

/** The URL that Apple was last seen to hold. */
export function observedUrl({ observed }: Registration): string | undefined {
  return observed.kind === 'url' ? observed.url : undefined;
}

/** Whether two texts are the same URL, however host and escapes are written. */
export function sameUrl(a: string | undefined, b: string | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && normal(a) === normal(b));
}

function normal(url: string): string {
  return URL.canParse(url) ? new URL(url).href : url;
}
