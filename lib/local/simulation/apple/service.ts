import { isFamily } from '../../../core/discovery/family';
import { type AppleCall, type AppleReply, answerCall } from './answer-call';
import { createFaults, type FaultList } from './faults';
import { createAppleSessions } from './sessions';
import { type AppleEntry, type AppleStore, type AppleToken, BUILT_IN_MDM, timeText } from './state';

/** Apple's enrollment service, its portal and its other users, on this machine. */
export interface AppleService {
  answer(call: AppleCall): AppleReply;
  readonly faults: FaultList;
  readonly store: AppleStore;
  /** The ADDE URL that the fallback redirects to, by verified domain and default assignment. */
  registeredUrl(domain: string, family: string | undefined): string | undefined;
  /** Whether Apple's own MDM has the devices of this family. */
  usesBuiltInMdm(domain: string, family: string | undefined): boolean;
  /** A new token for an entry: the old one is worthless from now on. */
  downloadToken(entry: string): AppleToken;
  /** Another holder of the token sets its own URL, or removes what is there. */
  overwrite(entry: string, url: string | undefined): void;
  signTerms(organisation: string, signed: boolean): void;
}

export interface AppleServiceOptions {
  readonly store: AppleStore;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Random characters `[0-9a-f]` of this length. */
  readonly randomHex: (length: number) => string;
}

const YEAR_MS = 365 * 86_400_000;

export function createAppleService({ store, clock, randomHex }: AppleServiceOptions): AppleService {
  const faults = createFaults();
  const sessions = createAppleSessions({ clock, randomHex, isContested: faults.isContested });
  const change = (id: string, changes: Partial<AppleEntry>) => {
    const { entries, ...rest } = store.read();
    const entry = entries[id];
    if (!entry) throw new Error(`Apple knows no entry "${id}".`);
    store.write({ ...rest, entries: { ...entries, [id]: { ...entry, ...changes } } });
  };
  const ports = { store, clock, sessions, change };
  return {
    faults,
    store,
    answer: (call) => answerCall(call, ports, faults),
    registeredUrl: (domain, family) => assignedEntry(store, domain, family)?.url?.url,
    usesBuiltInMdm: (domain, family) => assignmentOf(store, domain, family) === BUILT_IN_MDM,
    downloadToken: (id) => {
      const token = newToken(store.read().entries[id]?.token?.consumer_key, clock() + YEAR_MS, randomHex);
      change(id, { token });
      return token;
    },
    overwrite: (id, url) => change(id, { url: url === undefined ? undefined : { url, setAt: timeText(clock()) } }),
    signTerms: (id, termsSigned) => {
      const { organisations, ...rest } = store.read();
      const organisation = organisations[id];
      if (!organisation) throw new Error(`Apple knows no organisation "${id}".`);
      store.write({ ...rest, organisations: { ...organisations, [id]: { ...organisation, termsSigned } } });
    },
  };
}

function assignmentOf(store: AppleStore, domain: string, family: string | undefined): string | undefined {
  const organisation = Object.values(store.read().organisations).find(({ verifiedDomains }) =>
    verifiedDomains.includes(domain),
  );
  if (!organisation) return undefined;
  // A device that does not send its family counts as an iPhone. [assumed]
  return organisation.defaultAssignment[family !== undefined && isFamily(family) ? family : 'iPhone'];
}

function assignedEntry(store: AppleStore, domain: string, family: string | undefined): AppleEntry | undefined {
  const id = assignmentOf(store, domain, family);
  return id === undefined ? undefined : store.read().entries[id];
}

/** A token of the same entry keeps its consumer key. [assumed] */
export function newToken(
  consumerKey: string | undefined,
  expiresAt: number,
  randomHex: (length: number) => string,
): AppleToken {
  return {
    consumer_key: consumerKey ?? `CK_${randomHex(40)}`,
    consumer_secret: `CS_${randomHex(40)}`,
    access_token: `AT_${randomHex(40)}`,
    access_secret: `AS_${randomHex(40)}`,
    access_token_expiry: timeText(expiresAt),
  };
}
