import type { Fields } from '../../http-message';
import type { AppleFault, FaultList } from './faults';
import type { SessionDesk } from './sessions';
import { type AppleEntry, type AppleStore, timeText } from './state';

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

export const PROFILE_PATH = '/account-driven-enrollment/profile';

/** What answering needs of the service. */
export interface EnrollmentPorts {
  readonly store: AppleStore;
  readonly clock: () => number;
  readonly sessions: SessionDesk;
  readonly change: (entry: string, changes: Partial<AppleEntry>) => void;
}

/** Answers one request to Apple's enrollment service, with the fault that affects it. */
export function answerCall(call: AppleCall, ports: EnrollmentPorts, faults: FaultList): AppleReply {
  const entry = entryOf(call, ports);
  const fault = faults.take({ entry: entry?.id, path: call.path, method: call.method });
  const dated = (reply: AppleReply): AppleReply => ({
    ...reply,
    fields: [...reply.fields, ['Date', new Date(ports.clock()).toUTCString()]],
  });
  if (fault && !isDone(fault)) return dated(faultReply(fault));
  const reply = dated(serve(call, entry, ports));
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

/** Whether Apple carries out the request, although the caller may never know. */
function isDone(fault: AppleFault): boolean {
  return fault.kind === 'slow' || fault.kind === 'half-answer' || (fault.kind === 'reset' && fault.done);
}

function faultReply(fault: AppleFault): AppleReply {
  if (fault.kind !== 'status') return { ...word(500, ''), broken: 'reset' };
  const { status, word: text = '', retryAfterSeconds } = fault;
  const fields: Fields = retryAfterSeconds === undefined ? [] : [['Retry-After', String(retryAfterSeconds)]];
  return word(status, text, fields);
}

/** The entry of a request, by its session or by the consumer key of its sign-in. */
function entryOf(call: AppleCall, { store, sessions }: EnrollmentPorts): AppleEntry | undefined {
  const entries = Object.values(store.read().entries);
  const key = /oauth_consumer_key="([^"]+)"/.exec(call.headers['authorization'] ?? '')?.[1];
  if (call.path === '/session') return entries.find(({ token }) => token?.consumer_key === key);
  const id = sessions.entryOf(call.headers['x-adm-auth-session']);
  return entries.find((entry) => entry.id === id);
}

function serve(call: AppleCall, entry: AppleEntry | undefined, ports: EnrollmentPorts): AppleReply {
  if (call.path === '/session') return signIn(call, entry, ports);
  const session = call.headers['x-adm-auth-session'];
  if (!entry || session === undefined || !ports.sessions.isValid(session)) return word(401, 'UNAUTHORIZED');
  if (!organisationOf(entry, ports).termsSigned) return word(403, 'T_C_NOT_SIGNED');
  const rotated = ports.sessions.rotate(session);
  const fields: Fields = rotated === undefined ? [] : [['X-ADM-Auth-Session', rotated]];
  const reply = serveKnown(call, entry, ports);
  return { ...reply, fields: [...reply.fields, ...fields] };
}

function signIn(call: AppleCall, entry: AppleEntry | undefined, ports: EnrollmentPorts): AppleReply {
  if (call.method !== 'GET') return word(405, '');
  const checked = ports.sessions.check(call, entry?.token);
  if (checked !== 'good' || !entry) return checked === 'malformed' ? word(400, '') : word(401, '');
  if (!organisationOf(entry, ports).termsSigned) return bare(403, 'T_C_NOT_SIGNED');
  return json(200, { auth_session_token: ports.sessions.open(entry.id) });
}

function serveKnown(call: AppleCall, entry: AppleEntry, ports: EnrollmentPorts): AppleReply {
  const organisation = organisationOf(entry, ports);
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
  return serveProfile(call, entry, ports);
}

function serveProfile(call: AppleCall, entry: AppleEntry, { change, clock }: EnrollmentPorts): AppleReply {
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

function organisationOf(entry: AppleEntry, { store }: EnrollmentPorts) {
  const organisation = store.read().organisations[entry.organisation];
  if (!organisation) throw new Error(`Apple knows no organisation "${entry.organisation}".`);
  return organisation;
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
