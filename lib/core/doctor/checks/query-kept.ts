import { parseQuery } from '../../discovery/query';
import type { ProblemCode } from '../../problems';
import { parseUrl } from '../../url';
import type { Check } from '../check';
import type { DiagnosisInput, Replay, ReplayStep } from '../diagnosis-input';
import type { CheckResult } from '../finding';
import { listed } from '../printable';

/**
 * Does every redirect carry the two parameters, unchanged? The device adds nothing to a target. [documented]
 * The check of caches reports an answer for another identifier.
 */
export const queryKeptCheck: Check = {
  codes: ['query.dropped', 'query.identifier-dropped', 'query.family-dropped', 'query.plus-to-space', 'query.altered'],
  run: (input) => {
    const withFamily = input.replays
      .filter(({ name }) => name !== 'iOS 16')
      .flatMap((each) => checkReplay(input, each));
    // A device that sends one parameter does not show which of the two is lost; those that send both do.
    const [known] = withFamily;
    const without = input.replays
      .filter(({ name }) => name === 'iOS 16')
      .flatMap((each) => checkReplay(input, each))
      .map((result) => (known ? { ...result, code: known.code, found: known.found } : result));
    return [...withFamily, ...without];
  },
};

function checkReplay(input: DiagnosisInput, replay: Replay): CheckResult[] {
  for (const [index, step] of replay.steps.entries()) {
    const target = targetOf(step, replay.steps[index + 1]);
    const fault = target && faultOf(input, step, target);
    if (target && fault) return [describe(replay, step, target.url, fault)];
  }
  return [];
}

type Target = Pick<ReplayStep, 'url' | 'query'>;

/** Where a redirect leads: the next request, where the device followed. */
function targetOf({ url, response }: ReplayStep, next: ReplayStep | undefined): Target | undefined {
  const location = response?.headers['location'];
  if (!response || response.status < 301 || response.status > 308 || location === undefined) return undefined;
  if (next) return next;
  const target = parseUrl(location, url);
  return target && { url: target, query: parseQuery(target.search.slice(1)) };
}

function faultOf(
  { facts }: DiagnosisInput,
  { query: sent }: ReplayStep,
  { query: kept }: Target,
): ProblemCode | undefined {
  const lost = [
    sent.identifier !== undefined && kept.identifier === undefined,
    sent.family !== undefined && kept.family === undefined,
  ];
  if (lost[0] && (lost[1] || sent.family === undefined)) return 'query.dropped';
  if (lost[0]) return 'query.identifier-dropped';
  if (lost[1]) return sent.identifier === undefined ? 'query.dropped' : 'query.family-dropped';
  if (sent.identifier === kept.identifier || kept.identifier === undefined) return undefined;
  if (sent.identifier?.replaceAll('+', ' ') === kept.identifier) return 'query.plus-to-space';
  return facts.identifiers.includes(kept.identifier) ? undefined : 'query.altered';
}

const FOUND: Readonly<Partial<Record<ProblemCode, string>>> = {
  'query.dropped': 'neither of them',
  'query.identifier-dropped': 'only model-family',
  'query.family-dropped': 'only user-identifier',
  'query.plus-to-space': 'a space instead of the "+" of the identifier',
  'query.altered': 'another identifier than the one sent (encoded twice?)',
};

function describe(replay: Replay, { hop, url }: ReplayStep, target: URL, code: ProblemCode): CheckResult {
  return {
    code,
    place: { hop, layer: 'redirect' },
    host: url.hostname,
    expected: `${listed(['user-identifier', 'model-family'])} in the redirect to ${target.host}, unchanged`,
    found: FOUND[code] ?? '',
    device: replay.name,
    // Where one answer serves every device, a lost query does no harm yet; and few MDMs need the family.
    severity: replay.outcome.ok || code === 'query.family-dropped' ? 'warning' : 'error',
    steps: [
      `nginx:   return 302 https://${target.host}${target.pathname}$is_args$args;`,
      `Apache:  RewriteRule ^/?\\.well-known/com\\.apple\\.remotemanagement$ https://${target.host}${target.pathname} [R=302,L,NE,QSA]`,
      `IIS:     <action type="Redirect" url="https://${target.host}${target.pathname}" appendQueryString="true" />`,
    ],
  };
}
