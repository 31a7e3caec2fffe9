import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { type Agent, request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { FailureReason } from '../../core/doctor/facts';
import type { TimeLimit } from '../timing/time-limit';
import { LENIENT_TLS } from '../tls/lenient';
import type { Network, NetworkRoute } from './network';

/** One request, and how long and how much its answer may be. */
export interface OutgoingRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Where the host of the URL really is. */
  readonly route: NetworkRoute;
  /** PEM of the authority to trust instead of the public ones. */
  readonly ca?: string;
  /** Goes on where the certificate is not trusted, so that what lies behind is seen as well; refuses when left out. */
  readonly acceptAnyCertificate?: boolean;
  /** Keeps connections for the next request; a connection of its own when left out. */
  readonly agent?: Agent;
  /** For the whole exchange, up to the last byte of the body. */
  readonly timeLimit: TimeLimit;
  /** Of the body, decompressed. */
  readonly maxBytes: number;
}

export type ExchangeFailure = Exclude<FailureReason, 'internal' | 'not-asked'>;

/** The answer, its headers in lower case and each joined to one value; or why there is none. */
export type Exchanged =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Buffer;
      /** The body went on beyond `maxBytes`; the rest was not read. */
      readonly cut: boolean;
    }
  /** `detail`: the error's code, or words. */
  | { readonly kind: 'failure'; readonly reason: ExchangeFailure; readonly detail: string };

/** Twice what Node takes: a flood of cookies is still an answer. */
const MAX_HEADER_BYTES = 32 * 1024;

/** Sends one request, follows no redirect, never rejects. */
export async function exchange(request: OutgoingRequest): Promise<Exchanged> {
  const over = new AbortController();
  const stop = request.timeLimit(() => over.abort());
  try {
    return await readAnswer(await sendOnce(request, over.signal), request.maxBytes);
  } catch (error) {
    if (over.signal.aborted) return { kind: 'failure', reason: 'timeout', detail: 'no whole answer in time' };
    const detail = codeOf(error);
    return { kind: 'failure', reason: reasonOf(detail), detail };
  } finally {
    stop();
  }
}

/** The same, to wherever the network says that the host is. */
export async function exchangeOver(
  network: Network,
  request: Omit<OutgoingRequest, 'route' | 'ca'>,
): Promise<Exchanged> {
  const { protocol, hostname, port } = new URL(request.url);
  const defaultPort = protocol === 'http:' ? 80 : 443;
  const route = network.route(hostname, port === '' ? defaultPort : Number(port));
  if (!route) return { kind: 'failure', reason: 'no-address', detail: 'ENOTFOUND' };
  return exchange({ ...request, route, ca: network.ca });
}

class ReusedSocketError extends Error {}

/** A server may close a kept connection at any time (RFC 9112, section 9.3.1): then a new one is opened, once. */
async function sendOnce(request: OutgoingRequest, signal: AbortSignal): Promise<IncomingMessage> {
  try {
    return await send(request, signal);
  } catch (error) {
    if (!(error instanceof ReusedSocketError)) throw error;
    return send({ ...request, agent: undefined }, signal);
  }
}

function send(outgoing: OutgoingRequest, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = open(outgoing, signal);
    const fail = (error: Error) =>
      reject(request.reusedSocket && codeOf(error) === 'ECONNRESET' ? new ReusedSocketError(error.message) : error);
    request.on('response', resolve).on('error', fail).end(outgoing.body);
  });
}

function open(
  { method, url, headers, body, route, ca, acceptAnyCertificate = false, agent }: OutgoingRequest,
  signal: AbortSignal,
): ClientRequest {
  const { protocol, hostname, host, pathname, search } = new URL(url);
  const options = {
    ...route,
    method,
    path: pathname + search,
    headers: { ...headers, host, ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }) },
    maxHeaderSize: MAX_HEADER_BYTES,
    signal,
  };
  if (protocol === 'http:') return httpRequest({ ...options, agent: false });
  // An address is no server name (RFC 6066, section 3).
  const servername = isIP(hostname.replace(/[[\]]/g, '')) === 0 ? hostname : '';
  return httpsRequest({
    ...options,
    agent: agent ?? false,
    servername,
    ca,
    ...(acceptAnyCertificate ? LENIENT_TLS : {}),
  });
}

async function readAnswer(message: IncomingMessage, maxBytes: number): Promise<Exchanged> {
  try {
    const { body, cut } = await readBody(decoded(message), maxBytes);
    return { kind: 'response', status: message.statusCode ?? 0, headers: joinHeaders(message), body, cut };
  } finally {
    // A whole answer leaves its connection for the next request.
    if (!message.readableEnded) message.destroy();
  }
}

async function readBody(source: Readable, maxBytes: number): Promise<{ body: Buffer; cut: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of source) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > maxBytes) break;
  }
  return { body: Buffer.concat(chunks).subarray(0, maxBytes), cut: length > maxBytes };
}

function decoded(message: IncomingMessage): Readable {
  const decoder = decoderFor(message.headers['content-encoding']);
  if (!decoder) return message;
  // A connection that breaks in the middle must break the decoder, which would wait for ever.
  message.on('error', (error) => decoder.destroy(error));
  return message.pipe(decoder);
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

/** A header that came more than once is one list (RFC 9110, section 5.3). */
function joinHeaders({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}

/** Codes of Node, its TLS and its decoders; the first pattern that matches counts, anything else is a broken exchange. */
const REASONS: readonly (readonly [RegExp, ExchangeFailure])[] = [
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'no-address'],
  [/^ECONNREFUSED$/, 'refused'],
  [/^ETIMEDOUT$/, 'timeout'],
  [/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EACCES|EPERM)$/, 'unreachable'],
  [/^(Z_|ERR_BROTLI|ERR__ERROR_FORMAT)/, 'encoding'],
  [/CERT|TLS|SSL|SELF_SIGNED|EPROTO|UNABLE_TO_|DEPTH_ZERO|HOSTNAME/, 'tls'],
];

function reasonOf(code: string): ExchangeFailure {
  return REASONS.find(([pattern]) => pattern.test(code))?.[1] ?? 'broken';
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'name' in error ? String(error.name) : 'unknown';
}
