import type { AppleResult } from '../../backend/registration/ports';
import { type ProblemCode, problem } from '../../core/problems';
import { parseAppleTime } from '../../core/registration/apple-time';
import type { Obstacle } from '../../core/registration/faults';
import type { AppleAccount, AppleUrl } from '../../core/registration/registration';
import type { AppleAnswer } from './transport';

export const ADDE_PATH = '/account-driven-enrollment/profile';

/** The words with which Apple refuses, in any call. [documented] */
const REFUSALS: Readonly<Record<string, ProblemCode>> = {
  T_C_NOT_SIGNED: 'apple.terms-not-signed',
  ACCESS_DENIED: 'apple.access-denied',
  MDM_SERVICE_DISCOVERY_URL_REQUIRED: 'apple.url-required',
  MDM_SERVICE_DISCOVERY_URL_NOT_VALID: 'apple.url-not-valid',
  ORG_NOT_SUPPORTED: 'apple.org-not-supported',
};

type Answer = Extract<AppleAnswer, { kind: 'answer' }>;

/** The bare word of an error body: sometimes in double quotes [observed], or amid other text. */
export function errorWord(body: string): string {
  return /[A-Z][A-Z_]{2,}/.exec(body.slice(0, 1000))?.[0] ?? '';
}

/** Whether Apple wants a new session: 401, or 403 `FORBIDDEN`. [documented] */
export function wantsNewSession({ status, body }: Answer): boolean {
  return status === 401 || (status === 403 && errorWord(body) === 'FORBIDDEN');
}

/** The session that a sign-in brought. */
export function readSession(answer: Answer): AppleResult<string> {
  if (answer.status === 200) {
    const session = parseObject(answer.body)?.['auth_session_token'];
    return typeof session === 'string' && session !== '' ? { ok: true, value: session } : unreadable('the session');
  }
  if (answer.status === 400 && REFUSALS[errorWord(answer.body)] === undefined) {
    return obstacle('apple.oauth-malformed', 'Cannot sign in to Apple: status 400; expected a session');
  }
  if (wantsNewSession(answer)) {
    return obstacle('apple.token-rejected', `Cannot sign in to Apple: status ${answer.status}; expected a session`);
  }
  return refused('sign in to Apple', answer);
}

/** The registered URL, or that there is none. */
export function readAddeUrl(answer: Answer): AppleResult<AppleUrl> {
  if (answer.status === 404 && errorWord(answer.body) === 'NOT_FOUND') return { ok: true, value: { kind: 'none' } };
  if (answer.status !== 200) return refused("read Apple's ADDE URL", answer);
  const document = parseObject(answer.body);
  if (!document) return unreadable('the ADDE URL');
  const url = document['mdm_service_discovery_url'];
  if (typeof url !== 'string' || url === '') return unreadable('the ADDE URL');
  const setAt = parseAppleTime(document['last_updated_timestamp']);
  const setTime = setAt === undefined ? {} : { setTime: setAt };
  return { ok: true, value: { kind: 'url', url, ...setTime } };
}

/** Whether a URL was set or removed; the body may be anything. [documented] */
export function readWritten(answer: Answer, action: string): AppleResult<undefined> {
  if (answer.status >= 200 && answer.status < 300) return { ok: true, value: undefined };
  return refused(action, answer);
}

/** The entry behind a token. The administrator's id is an e-mail address and not taken over. */
export function readAccount(answer: Answer): AppleResult<AppleAccount> {
  if (answer.status !== 200) return refused("read Apple's account", answer);
  const document = parseObject(answer.body);
  if (!document) return unreadable('the account');
  const text = (name: string) => (typeof document[name] === 'string' ? document[name].slice(0, 200) : '');
  if (text('server_name') === '' && text('server_uuid') === '') return unreadable('the account');
  const { urls } = document;
  const offers = Array.isArray(urls) ? { offersAddeUrl: urls.some(namesAddeUrl) } : {};
  return {
    ok: true,
    value: { serverName: text('server_name'), serverUuid: text('server_uuid'), orgName: text('org_name'), ...offers },
  };
}

function namesAddeUrl(entry: unknown): boolean {
  return typeof entry === 'object' && entry !== null && 'uri' in entry && entry.uri === ADDE_PATH;
}

/** Why there is no answer at all. */
export function describeFault({ fault, detail }: Extract<AppleAnswer, { kind: 'fault' }>): Obstacle {
  switch (fault) {
    case 'timeout':
      return problem('apple.timeout', `Cannot reach Apple: no answer within ${detail}; expected one in time`);
    case 'unreachable':
      return problem('apple.unreachable', `Cannot reach Apple: ${detail}; expected an answer`);
    case 'too-large':
      return problem('apple.answer-unreadable', `Cannot read Apple's answer: ${detail}; expected a short one`);
  }
}

function refused(action: string, answer: Answer): AppleResult<never> {
  const { status, body } = answer;
  const code = REFUSALS[errorWord(body)];
  if (code) return obstacle(code, `Cannot ${action}: status ${status} ${errorWord(body)}; expected status 200`);
  if (status === 429) return obstacle('apple.throttled', `Cannot ${action}: status 429; expected status 200`);
  if (status >= 500) {
    const throttled = status === 503 && answer.headers['retry-after'] !== undefined;
    return obstacle(
      throttled ? 'apple.throttled' : 'apple.unavailable',
      `Cannot ${action}: status ${status}; expected status 200`,
    );
  }
  if (wantsNewSession(answer)) {
    return obstacle('apple.session-refused', `Cannot ${action}: status ${status} again; expected the session to hold`);
  }
  return obstacle('apple.answer-unreadable', `Cannot ${action}: status ${status}; expected status 200`);
}

function unreadable(what: string): AppleResult<never> {
  return obstacle('apple.answer-unreadable', `Cannot read ${what} in Apple's answer; expected the documented JSON`);
}

function obstacle(code: ProblemCode, message: string): AppleResult<never> {
  return { ok: false, problem: problem(code, message) };
}

function parseObject(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body.replace(/^\uFEFF/, ''));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
