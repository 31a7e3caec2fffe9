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

/** Does the server, once connected, send a complete answer of a document's size? */
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

/** Without a handshake there is no exchange: the checks of TLS report why. */
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
        found: 'an answer larger than 64 KiB',
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
          expected: 'a complete answer within seconds',
          found: 'the connection opens, but no complete answer arrives in time',
          steps,
        },
      ];
    case 'response.encoding':
      return [
        {
          ...at,
          code,
          expected: 'a body that can be decompressed',
          found: `the body does not match its Content-Encoding (${outcome.detail})`,
          steps,
        },
      ];
    default:
      return [
        { ...at, code, expected: 'an HTTP answer', found: `the connection breaks off (${outcome.detail})`, steps },
      ];
  }
}
