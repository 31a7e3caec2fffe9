import { isSignedWith, parseAuthorization, readFields } from './oauth';
import type { AppleToken } from './state';

/** Sign-ins and the sessions that they open: one at a time for an entry. */
export interface SessionDesk {
  /** Judges a sign-in: malformed is 400, refused is 401. */
  check(
    call: { method: string; url: string; headers: Readonly<Record<string, string>> },
    token: AppleToken | undefined,
  ): 'good' | 'malformed' | 'refused';
  /** Opens a session; an earlier one of the same entry ends. */
  open(entry: string): string;
  entryOf(session: string | undefined): string | undefined;
  isValid(session: string): boolean;
  /** From time to time a session goes on under another name. */
  rotate(session: string): string | undefined;
}

interface Session {
  readonly entry: string;
  readonly openedAt: number;
  readonly uses: number;
}

/** How far the caller's clock may be off, and how long a nonce is remembered. [assumed] */
const CLOCK_TOLERANCE_MS = 5 * 60_000;
/** How long a session lasts. [observed] */
const SESSION_MS = 3 * 60_000;
/** How many calls go by under one name. [assumed] */
const USES_BEFORE_ROTATION = 4;

export function createAppleSessions({
  clock,
  randomHex,
  isContested,
}: {
  readonly clock: () => number;
  readonly randomHex: (length: number) => string;
  /** Whether another party signs in to the entry every second. */
  readonly isContested: (entry: string) => boolean;
}): SessionDesk {
  const sessions = new Map<string, Session>();
  const nonces = new Map<string, number>();
  const isFresh = (nonce: string) => {
    for (const [known, at] of nonces) if (clock() - at > 2 * CLOCK_TOLERANCE_MS) nonces.delete(known);
    if (nonces.has(nonce)) return false;
    nonces.set(nonce, clock());
    return true;
  };
  const open = (entry: string, uses = 0, openedAt = clock()) => {
    for (const [name, session] of sessions) if (session.entry === entry) sessions.delete(name);
    const name = `${clock()}O1O${randomHex(48)}`;
    sessions.set(name, { entry, openedAt, uses });
    return name;
  };
  return {
    check: (call, token) => {
      const authorization = call.headers['authorization'] ?? '';
      const fields = readFields(parseAuthorization(authorization) ?? []);
      if (!fields) return 'malformed';
      if (!token || fields.consumerKey !== token.consumer_key || fields.token !== token.access_token) return 'refused';
      const secrets = { consumer: token.consumer_secret, token: token.access_secret };
      if (!isSignedWith({ ...call, authorization }, secrets)) return 'refused';
      if (Math.abs(fields.timestamp * 1000 - clock()) > CLOCK_TOLERANCE_MS) return 'refused';
      if (Date.parse(token.access_token_expiry) <= clock()) return 'refused';
      return isFresh(`${fields.consumerKey} ${fields.timestamp} ${fields.nonce}`) ? 'good' : 'refused';
    },
    open: (entry) => open(entry),
    entryOf: (session) => sessions.get(session ?? '')?.entry,
    isValid: (name) => {
      const session = sessions.get(name);
      if (!session || clock() - session.openedAt > SESSION_MS) return false;
      return !isContested(session.entry) || Math.floor(session.openedAt / 1000) === Math.floor(clock() / 1000);
    },
    rotate: (name) => {
      const session = sessions.get(name);
      if (!session) return undefined;
      if (session.uses + 1 >= USES_BEFORE_ROTATION) return open(session.entry, 0, session.openedAt);
      sessions.set(name, { ...session, uses: session.uses + 1 });
      return undefined;
    },
  };
}
