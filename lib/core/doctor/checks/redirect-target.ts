import type { ProblemCode } from '../../problems';
import type { Check } from '../check';
import { lastStep, type Replay } from '../diagnosis-input';
import { quoted } from '../printable';

const CODES: readonly ProblemCode[] = [
  'redirect.no-location',
  'redirect.bad-location',
  'redirect.not-https',
  'redirect.loop',
  'redirect.too-many',
];

const EXPECTED: Readonly<Partial<Record<ProblemCode, string>>> = {
  'redirect.no-location': 'a Location header',
  'redirect.bad-location': 'a Location that is a URL',
  'redirect.not-https': 'https at every redirect',
  'redirect.loop': 'redirects that end',
  'redirect.too-many': 'one or two redirects',
};

/** Do the redirects stay on https and come to an end? */
export const redirectTargetCheck: Check = {
  codes: CODES,
  run: ({ replays }) =>
    replays.flatMap((replay) => {
      const { outcome } = replay;
      const last = lastStep(replay);
      if (outcome.ok || !last || !CODES.includes(outcome.problem.code)) return [];
      const { code } = outcome.problem;
      return [
        {
          code,
          // A loop or an endless chain is one fault, wherever the device gives up.
          place: { hop: code === 'redirect.loop' || code === 'redirect.too-many' ? 0 : last.hop, layer: 'redirect' },
          host: last.url.hostname,
          expected: EXPECTED[code] ?? '',
          found: describe(replay, code),
          device: replay.name,
          steps: [`curl -sI "https://${replay.device.identifier.domain}/.well-known/com.apple.remotemanagement"`],
        } as const,
      ];
    }),
};

function describe({ steps }: Replay, code: ProblemCode): string {
  const hosts = steps.map(({ url }) => url.host);
  if (code === 'redirect.loop') return `${hosts.slice(0, 4).join(' → ')} → …, in a circle`;
  if (code === 'redirect.too-many')
    return `${steps.length} redirects without an end: ${hosts.slice(0, 3).join(' → ')} → …`;
  const response = steps.at(-1)?.response;
  const location = response?.headers['location'];
  return location === undefined
    ? `status ${response?.status ?? 0} without Location`
    : `Location: ${quoted(withoutQuery(location), 80)}`;
}

/** The query holds the identifier, and is long. */
function withoutQuery(url: string): string {
  return url.replace(/\?.*$/su, '?…');
}
