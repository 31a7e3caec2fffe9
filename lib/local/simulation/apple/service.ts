import { isFamily } from '../../../core/discovery/family';
import type { Fields } from '../../http-message';
import { type AppleFault, createFaults, type FaultList } from './faults';
import { createAppleSessions, type SessionDesk } from './sessions';
import { type AppleEntry, type AppleStore, type AppleToken, BUILT_IN_MDM } from './state';

/** A request as it reaches Apple. Header names in lower case. */
export interface AppleCall {
  readonly method: string;
  /** Path, without query. */
  readonly path: string;
  /** Absolute, as it was signed. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What Apple does with a request: an answer, perhaps late or cut off, or an end of the connection. */
export interface AppleReply {
  readonly status: number;
  readonly fields: Fields;
  readonly body: string;
  readonly delayMs?: number;
  readonly broken?: 'half' | 'reset';
}

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

export const PROFILE_PATH = '/account-driven-enrollment/profile';
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
  const desk: Desk = { store, clock, sessions, change };
  return {
    faults,
    store,
    answer: (call) => answer(call, desk, faults),
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

interface Desk {
  readonly store: AppleStore;
  readonly clock: () => number;
  readonly sessions: SessionDesk;
  readonly change: (entry: string, changes: Partial<AppleEntry>) => void;
}

function answer(call: AppleCall, desk: Desk, faults: FaultList): AppleReply {
  const entry = entryOf(call, desk);
  const fault = faults.take({ entry: entry?.id, path: call.path, method: call.method });
  const dated = (reply: AppleReply): AppleReply => ({
    ...reply,
    fields: [...reply.fields, ['Date', new Date(desk.clock()).toUTCString()]],
  });
  if (fault && !isDone(fault)) return dated(faultReply(fault));
  const reply = dated(serve(call, entry, desk));
  switch (fault?.kind) {
    case 'slow':
      return { ...reply, delayMs: fault.milliseconds };
    case 'half-answer':
      return { ...reply, broken: 'half' };
    case 'reset':
      return { ...reply, broken: 'reset' };
    default:
      return reply;
  }
}

/** Whether Apple does what it was asked, although the caller may never know. */
function isDone(fault: AppleFault): boolean {
  return fault.kind === 'slow' || fault.kind === 'half-answer' || (fault.kind === 'reset' && fault.done);
}

function faultReply(fault: AppleFault): AppleReply {
  if (fault.kind !== 'status') return { ...word(500, ''), broken: 'reset' };
  const { status, word: text = '', retryAfterSeconds } = fault;
  const fields: Fields = retryAfterSeconds === undefined ? [] : [['Retry-After', String(retryAfterSeconds)]];
  return word(status, text, fields);
}

/** Whom the request speaks for, by its session or by the consumer key of its sign-in. */
function entryOf(call: AppleCall, { store, sessions }: Desk): AppleEntry | undefined {
  const entries = Object.values(store.read().entries);
  const key = /oauth_consumer_key="([^"]+)"/.exec(call.headers['authorization'] ?? '')?.[1];
  if (call.path === '/session') return entries.find(({ token }) => token?.consumer_key === key);
  const id = sessions.entryOf(call.headers['x-adm-auth-session']);
  return entries.find((entry) => entry.id === id);
}

function serve(call: AppleCall, entry: AppleEntry | undefined, desk: Desk): AppleReply {
  if (call.path === '/session') return signIn(call, entry, desk);
  const session = call.headers['x-adm-auth-session'];
  if (!entry || session === undefined || !desk.sessions.isValid(session)) return word(401, 'UNAUTHORIZED');
  if (!organisationOf(entry, desk).termsSigned) return word(403, 'T_C_NOT_SIGNED');
  const rotated = desk.sessions.rotate(session);
  const fields: Fields = rotated === undefined ? [] : [['X-ADM-Auth-Session', rotated]];
  const reply = serveKnown(call, entry, desk);
  return { ...reply, fields: [...reply.fields, ...fields] };
}

function signIn(call: AppleCall, entry: AppleEntry | undefined, desk: Desk): AppleReply {
  if (call.method !== 'GET') return word(405, '');
  const checked = desk.sessions.check(call, entry?.token);
  if (checked !== 'good' || !entry) return checked === 'malformed' ? word(400, '') : word(401, '');
  if (!organisationOf(entry, desk).termsSigned) return bare(403, 'T_C_NOT_SIGNED');
  return json(200, { auth_session_token: desk.sessions.open(entry.id) });
}

function serveKnown(call: AppleCall, entry: AppleEntry, desk: Desk): AppleReply {
  const organisation = organisationOf(entry, desk);
  if (call.path === '/account') {
    if (call.method !== 'GET') return word(405, '');
    return json(200, {
      server_name: entry.name,
      server_uuid: entry.uuid,
      org_name: organisation.name,
      org_id: organisation.id,
      org_type: 'org',
      admin_id: `admin@${organisation.verifiedDomains[0] ?? 'signpost.example'}`,
      urls: [
        { uri: '/account', http_method: ['GET'] },
        ...(organisation.supported ? [{ uri: PROFILE_PATH, http_method: ['GET', 'POST', 'DELETE'] }] : []),
      ],
    });
  }
  if (call.path !== PROFILE_PATH) return word(404, 'NOT_FOUND');
  if (!organisation.supported) return word(400, 'ORG_NOT_SUPPORTED');
  return serveProfile(call, entry, desk);
}

function serveProfile(call: AppleCall, entry: AppleEntry, { change, clock }: Desk): AppleReply {
  switch (call.method) {
    case 'GET':
      if (!entry.url) return word(404, 'NOT_FOUND');
      return json(200, { mdm_service_discovery_url: entry.url.url, last_updated_timestamp: entry.url.setAt });
    case 'POST': {
      const url = requestedUrl(call.body);
      if (url === undefined || url === '') return word(400, 'MDM_SERVICE_DISCOVERY_URL_REQUIRED');
      if (!isHttps(url)) return word(400, 'MDM_SERVICE_DISCOVERY_URL_NOT_VALID');
      change(entry.id, { url: { url, setAt: timeText(clock()) } });
      return json(200, {});
    }
    case 'DELETE':
      change(entry.id, { url: undefined });
      return { status: 200, fields: [], body: '' };
    default:
      return word(405, '');
  }
}

function requestedUrl(body: string): string | undefined {
  try {
    const document: unknown = JSON.parse(body);
    if (typeof document !== 'object' || document === null || !('mdm_service_discovery_url' in document))
      return undefined;
    return String(document.mdm_service_discovery_url);
  } catch {
    return undefined;
  }
}

function isHttps(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === 'https:';
}

function organisationOf(entry: AppleEntry, { store }: Desk) {
  const organisation = store.read().organisations[entry.organisation];
  if (!organisation) throw new Error(`Apple knows no organisation "${entry.organisation}".`);
  return organisation;
}

function assignmentOf(store: AppleStore, domain: string, family: string | undefined): string | undefined {
  const organisation = Object.values(store.read().organisations).find(({ verifiedDomains }) =>
    verifiedDomains.includes(domain),
  );
  if (!organisation) return undefined;
  // A device that does not say its family is taken for an iPhone. [assumed]
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

function timeText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

function json(status: number, document: unknown): AppleReply {
  return { status, fields: [['Content-Type', 'application/json;charset=UTF8']], body: JSON.stringify(document) };
}

/** An error word in double quotes, as most of Apple's are. [observed] */
function word(status: number, text: string, fields: Fields = []): AppleReply {
  return { status, fields: [['Content-Type', 'text/plain;charset=UTF8'], ...fields], body: text && `"${text}"` };
}

function bare(status: number, text: string): AppleReply {
  return { ...word(status, ''), body: `${text}\n` };
}
