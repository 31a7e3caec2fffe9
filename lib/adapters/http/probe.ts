import type { Agent } from 'node:https';
import type { ExchangeOutcome, RecordedExchange, ResponseFacts } from '../../core/doctor/facts';
import { responsiveLimit } from '../timing/time-limit';
import { exchange } from './exchange';
import type { NetworkRoute } from './network';

/** Enough for every discovery document, and to recognise a page. */
const MAX_PROBED_BYTES = 64 * 1024;
const MAX_HEADER_VALUE = 8 * 1024;

export interface ProbeRequest {
  readonly url: string;
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly route: NetworkRoute;
  /** PEM of the authority to trust instead of the public ones. */
  readonly ca?: string;
  /** False: goes on where the certificate is not trusted, so that what lies behind is seen as well. */
  readonly verify: boolean;
  /** Keeps connections for the next request, as a device does; a connection of its own when left out. */
  readonly agent?: Agent;
  readonly timeoutMs: number;
}

/** Sends one request, follows nothing, and stops reading where a body goes on and on. Never throws. */
export async function probe({ verify, timeoutMs, ...request }: ProbeRequest): Promise<RecordedExchange> {
  const started = performance.now();
  const outcome = await exchange({
    ...request,
    acceptAnyCertificate: !verify,
    timeLimit: responsiveLimit(timeoutMs),
    maxBytes: MAX_PROBED_BYTES,
  });
  const milliseconds = Math.round(performance.now() - started);
  return { url: request.url, milliseconds, outcome: outcome.kind === 'response' ? describe(outcome) : outcome };
}

/** The bytes of a small file, or nothing. */
export async function fetchBytes(request: ProbeRequest): Promise<Uint8Array | undefined> {
  const { outcome } = await probe(request);
  if (outcome.kind !== 'response' || outcome.status !== 200 || outcome.cut) return undefined;
  return 'text' in outcome.body ? Buffer.from(outcome.body.text) : Buffer.from(outcome.body.base64, 'base64');
}

type Response = Extract<Awaited<ReturnType<typeof exchange>>, { kind: 'response' }>;

function describe({ status, headers, body, cut }: Response): ExchangeOutcome {
  return { kind: 'response', status, headers: recordable(headers), body: describeBody(body), cut };
}

/** Session cookies are private, and do not belong in a recording. */
function recordable(headers: Response['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name === 'set-cookie' ? [] : [[name, value.slice(0, MAX_HEADER_VALUE)]],
    ),
  );
}

/** Text where the bytes are text, so that a recording can be read; else the bytes, as what is wrong with them matters. */
function describeBody(bytes: Buffer): ResponseFacts['body'] {
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) && !text.startsWith('\uFEFF')
    ? { text }
    : { base64: bytes.toString('base64') };
}
