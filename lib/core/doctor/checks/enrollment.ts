import { observedValue } from '../../observation';
import type { Check } from '../check';
import { type DiagnosisInput, ENROLLMENT_HOP, type Replay } from '../diagnosis-input';
import type { BaseUrlFacts, ExchangeOutcome, FailureReason } from '../facts';
import type { CheckResult } from '../finding';
import { printable, quoted } from '../printable';

const UNREACHABLE: readonly FailureReason[] = ['no-address', 'internal', 'refused', 'timeout', 'broken'];
const GONE = [404, 410];

/** Does a server answer where devices are sent to enroll? */
export const enrollmentCheck: Check = {
  codes: [
    'enrollment.unreachable',
    'enrollment.not-found',
    'enrollment.redirects',
    'enrollment.challenge',
    'enrollment.other-host',
  ],
  run: (input) =>
    input.replays.flatMap((replay) => checkReplay(input, replay).map((result) => ({ ...result, device: replay.name }))),
};

function checkReplay({ facts }: DiagnosisInput, replay: Replay): CheckResult[] {
  const { outcome } = replay;
  if (!outcome.ok) return [];
  const base = facts.baseUrls.find(({ url }) => url === outcome.value.baseUrl);
  const { host, hostname } = new URL(outcome.value.baseUrl);
  const at = { place: { hop: ENROLLMENT_HOP, layer: 'enrollment' }, host } as const;
  if (facts.expectedHosts.length > 0 && !facts.expectedHosts.includes(hostname)) {
    return [{ ...at, code: 'enrollment.other-host', expected: facts.expectedHosts.join(' or '), found: host }];
  }
  const result = base && (judgeHead(base) ?? judgePost(base));
  return result ? [{ ...at, ...result }] : [];
}

type Judged = Pick<CheckResult, 'code' | 'expected' | 'found' | 'steps'>;

function judgeHead({ url, head }: BaseUrlFacts): Judged | undefined {
  const outcome = observedValue(head)?.outcome;
  if (!outcome || (outcome.kind === 'response' && isAlive(outcome.status))) return undefined;
  const { origin, pathname } = new URL(url);
  const where = printable(origin + pathname, 100);
  const steps = [`curl -sI "${where}"`];
  if (outcome.kind === 'failure' && UNREACHABLE.includes(outcome.reason)) {
    return {
      code: 'enrollment.unreachable',
      expected: `a server at ${where}`,
      found: REASONS[outcome.reason] ?? outcome.detail,
      steps,
    };
  }
  if (outcome.kind !== 'response') return undefined;
  if (isRedirect(outcome.status)) {
    const found = `status ${outcome.status} to ${quoted(outcome.headers['location'] ?? 'nowhere', 80)}`;
    return { code: 'enrollment.redirects', expected: `an answer at ${where} itself`, found, steps };
  }
  return {
    code: 'enrollment.not-found',
    expected: `an enrollment endpoint at ${where}`,
    found: `status ${outcome.status} to HEAD`,
    steps,
  };
}

/** Any other answer to HEAD shows that the endpoint exists. */
function isAlive(status: number): boolean {
  return !isRedirect(status) && !GONE.includes(status) && status < 500;
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

const REASONS: Readonly<Partial<Record<FailureReason, string>>> = {
  'no-address': 'DNS has no address for the host',
  internal: 'the address is not public',
  refused: 'the connection is refused',
  timeout: 'no answer in time',
  broken: 'the connection breaks off',
};

/** Either of Apple's two ways to sign in. [documented] */
const CHALLENGE = /\bmethod="apple-(as-web|oauth2)"/;
/** Statuses that prove nothing: the server refused the empty body first. */
const INCONCLUSIVE = [400, 403, 405, 415];

function judgePost({ url, post }: BaseUrlFacts): Judged | undefined {
  const outcome: ExchangeOutcome | undefined = observedValue(post)?.outcome;
  if (outcome?.kind !== 'response' || INCONCLUSIVE.includes(outcome.status)) return undefined;
  const challenge = outcome.headers['www-authenticate'] ?? '';
  if (outcome.status === 401 && /^bearer\b/i.test(challenge) && CHALLENGE.test(challenge)) return undefined;
  return {
    code: 'enrollment.challenge',
    expected: '401 with WWW-Authenticate: Bearer method="apple-as-web" or "apple-oauth2"',
    found: `status ${outcome.status}${challenge === '' ? ' without a challenge' : ` with ${quoted(challenge, 80)}`} at ${new URL(url).host}`,
  };
}
