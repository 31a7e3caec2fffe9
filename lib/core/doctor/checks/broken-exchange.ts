import type { Check } from '../check';
import { type DiagnosisInput, lastStep, type ReplayStep } from '../diagnosis-input';
import { type FailureReason, tlsOf } from '../facts';
import type { CheckResult } from '../finding';
import { mediaType } from '../replay';

const CODES: Readonly<Partial<Record<FailureReason, CheckResult['code']>>> = {
  timeout: 'network.timeout',
  broken: 'network.broken',
  encoding: 'response.encoding',
};

/** Once connected: does a whole answer come, of a size that a document has? */
export const brokenExchangeCheck: Check = {
  codes: ['network.timeout', 'network.broken', 'response.encoding', 'response.too-large'],
  run: (input) =>
    input.replays.flatMap((replay) => {
      const last = lastStep(replay);
      return last && shookHands(input, last)
        ? checkStep(last).map((result) => ({ ...result, device: replay.name }))
        : [];
    }),
};

/** Where there was no handshake, there could be no exchange: the checks of TLS tell why. */
function shookHands({ waypoints }: DiagnosisInput, { url }: ReplayStep): boolean {
  const host = waypoints.find((each) => each.host.host === url.hostname)?.host;
  const tls = host && tlsOf(host);
  return tls?.handshake.kind === 'done';
}

function checkStep({ hop, url, exchange: { outcome } }: ReplayStep): CheckResult[] {
  const at = { place: { hop, layer: 'exchange' }, host: url.hostname } as const;
  if (outcome.kind === 'response') {
    if (!outcome.cut || outcome.status !== 200 || mediaType(outcome) !== 'application/json') return [];
    return [
      {
        ...at,
        code: 'response.too-large',
        expected: 'a document of a few hundred bytes',
        found: 'an answer that goes on beyond 64 KiB',
      },
    ];
  }
  const code = CODES[outcome.reason];
  if (code === undefined) return [];
  const steps = [`curl -v --max-time 90 -o /dev/null https://${url.hostname}${url.pathname}`];
  switch (code) {
    case 'network.timeout':
      return [
        {
          ...at,
          code,
          expected: 'a whole answer within seconds',
          found: 'the connection opens, but no whole answer comes in time',
          steps,
        },
      ];
    case 'response.encoding':
      return [
        {
          ...at,
          code,
          expected: 'a body that can be decompressed',
          found: `the body is not what Content-Encoding says (${outcome.detail})`,
          steps,
        },
      ];
    default:
      return [{ ...at, code, expected: 'an HTTP answer', found: `the connection breaks (${outcome.detail})`, steps }];
  }
}
