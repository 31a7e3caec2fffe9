import { request as httpRequest, type IncomingMessage } from 'node:http';
import { type Agent, request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { ExchangeOutcome, FailureReason, RecordedExchange, ResponseFacts } from '../../core/doctor/facts';
import { LENIENT_TLS } from '../tls/lenient';
import type { NetworkRoute } from './network';

/** Enough for every discovery document, and to tell what a page is. */
export const MAX_PROBED_BYTES = 64 * 1024;
const MAX_HEADER_BYTES = 32 * 1024;
const MAX_HEADER_VALUE = 8 * 1024;

export interface ProbeRequest {
  readonly url: string;
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly route: NetworkRoute;
  /** PEM of the authority to trust instead of the public ones. */
  readonly ca?: string;
  /** False: goes on where nobody vouches for the server, so that what lies behind is seen as well. */
  readonly verify: boolean;
  /** Keeps connections for the next request, as a device does; a connection of its own when left out. */
  readonly agent?: Agent;
  readonly timeoutMs: number;
}

/** Sends one request, follows nothing, and stops reading where a body goes on and on. Never throws. */
export async function probe(request: ProbeRequest): Promise<RecordedExchange> {
  const started = performance.now();
  const outcome = await attempt(request);
  return { url: request.url, milliseconds: Math.round(performance.now() - started), outcome };
}

/** The bytes of a small file, or nothing. */
export async function fetchBytes(request: ProbeRequest): Promise<Uint8Array | undefined> {
  const { outcome } = await probe(request);
  if (outcome.kind !== 'response' || outcome.status !== 200 || outcome.cut) return undefined;
  return 'text' in outcome.body ? Buffer.from(outcome.body.text) : Buffer.from(outcome.body.base64, 'base64');
}

async function attempt(request: ProbeRequest): Promise<ExchangeOutcome> {
  const signal = AbortSignal.timeout(request.timeoutMs);
  try {
    return await readResponse(await sendOnce(request, signal), signal);
  } catch (error) {
    return describeFailure(error, signal.aborted);
  }
}

/** A server may close a kept connection at any time (RFC 9112, section 9.3.1): then a new one is opened, once. */
async function sendOnce(request: ProbeRequest, signal: AbortSignal): Promise<IncomingMessage> {
  try {
    return await send(request, signal);
  } catch (error) {
    if (!(error instanceof ReusedSocketError)) throw error;
    return send({ ...request, agent: undefined }, signal);
  }
}

class ReusedSocketError extends Error {}

function send(
  { url, method, headers, route, ca, verify, agent }: ProbeRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { protocol, hostname, host, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const options = {
      ...route,
      method,
      path: pathname + search,
      headers: { ...headers, host },
      maxHeaderSize: MAX_HEADER_BYTES,
      signal,
    } as const;
    const request =
      protocol === 'http:'
        ? httpRequest({ ...options, agent: false })
        : httpsRequest({
            ...options,
            agent: agent ?? false,
            servername: isIP(hostname.replace(/[[\]]/g, '')) === 0 ? hostname : '',
            ca,
            ...(verify ? {} : LENIENT_TLS),
          });
    const fail = (error: Error) =>
      reject(request.reusedSocket && codeOf(error) === 'ECONNRESET' ? new ReusedSocketError(error.message) : error);
    request.on('response', resolve).on('error', fail).end();
  });
}

async function readResponse(message: IncomingMessage, signal: AbortSignal): Promise<ResponseFacts | ExchangeOutcome> {
  const decoder = decoderFor(message.headers['content-encoding']);
  const source = decoder ? message.pipe(decoder) : message;
  // A connection that breaks in the middle must break the decoder, or nobody would ever end.
  if (decoder) message.on('error', (error) => decoder.destroy(error));
  const chunks: Buffer[] = [];
  let length = 0;
  let cut = false;
  try {
    for await (const chunk of source) {
      chunks.push(chunk);
      length += chunk.length;
      cut = length > MAX_PROBED_BYTES;
      if (cut) break;
    }
  } catch (error) {
    const reason = signal.aborted ? undefined : encodingFailure(error);
    // What came before the time was over tells a slow drip from silence.
    if (reason === undefined) throw error;
    return { kind: 'failure', reason: 'encoding', detail: reason };
  } finally {
    // A whole answer leaves its connection for the next request.
    if (!message.readableEnded) message.destroy();
  }
  const body = Buffer.concat(chunks).subarray(0, MAX_PROBED_BYTES);
  return {
    kind: 'response',
    status: message.statusCode ?? 0,
    headers: readHeaders(message),
    body: describeBody(body),
    cut,
  };
}

function decoderFor(encoding: string | undefined) {
  switch (encoding?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      return undefined;
  }
}

function encodingFailure(error: unknown): string | undefined {
  const code = codeOf(error);
  return /^Z_|^ERR_BROTLI|^ERR__ERROR_FORMAT/.test(code) ? code : undefined;
}

function readHeaders(message: IncomingMessage): Record<string, string> {
  const entries = Object.entries(message.headers).map(([name, value]) => {
    const text = Array.isArray(value) ? value.join(', ') : (value ?? '');
    return [name, text.slice(0, MAX_HEADER_VALUE)] as const;
  });
  // Session cookies are nobody's business, least of all in a recording.
  return Object.fromEntries(entries.filter(([name]) => name !== 'set-cookie'));
}

/** Text where the bytes are text, so that a recording can be read; else the bytes, as what is wrong with them matters. */
function describeBody(bytes: Buffer): ResponseFacts['body'] {
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) && !text.startsWith('\uFEFF')
    ? { text }
    : { base64: bytes.toString('base64') };
}

const REASONS: readonly (readonly [RegExp, FailureReason])[] = [
  [/^ECONNREFUSED$/, 'refused'],
  [/^ETIMEDOUT$/, 'timeout'],
  [/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EACCES|EPERM)$/, 'unreachable'],
  [/CERT|TLS|SSL|SELF_SIGNED|EPROTO|UNABLE_TO_|DEPTH_ZERO|HOSTNAME/, 'tls'],
];

function describeFailure(error: unknown, timedOut: boolean): ExchangeOutcome {
  if (timedOut) return { kind: 'failure', reason: 'timeout', detail: 'no whole answer in time' };
  const code = codeOf(error);
  const reason = REASONS.find(([pattern]) => pattern.test(code))?.[1] ?? 'broken';
  return { kind: 'failure', reason, detail: code };
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'name' in error ? String(error.name) : 'unknown';
}
