import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Network } from '../http/network';

/** The host of Apple's enrollment service. [documented] */
export const APPLE_ENROLLMENT_ORIGIN = 'https://mdmenrollment.apple.com';

export interface AppleRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
}

/** A whole answer, or why there is none. Header names in lower case. */
export type AppleAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | { readonly kind: 'fault'; readonly fault: 'timeout' | 'unreachable' | 'too-large'; readonly detail: string };

/** Sends one request to Apple, follows nothing, never rejects. */
export type AppleTransport = (request: AppleRequest) => Promise<AppleAnswer>;

const MAX_BODY_BYTES = 256 * 1024;

/** Apple over https; `origin` may name another service that speaks the same protocol. */
export function createAppleTransport(network: Network, origin: string = APPLE_ENROLLMENT_ORIGIN): AppleTransport {
  return async (request) => {
    const signal = AbortSignal.timeout(Math.max(1, Math.floor(request.timeoutMs)));
    try {
      const message = await send(network, new URL(origin), request, signal);
      if (!message) return { kind: 'fault', fault: 'unreachable', detail: 'ENOTFOUND' };
      return await readAnswer(message);
    } catch (error) {
      if (signal.aborted) return { kind: 'fault', fault: 'timeout', detail: `${request.timeoutMs} ms` };
      return { kind: 'fault', fault: 'unreachable', detail: codeOf(error) };
    }
  };
}

async function send(
  network: Network,
  origin: URL,
  { method, path, headers, body }: AppleRequest,
  signal: AbortSignal,
): Promise<IncomingMessage | undefined> {
  const secure = origin.protocol === 'https:';
  const defaultPort = secure ? 443 : 80;
  const route = network.route(origin.hostname, origin.port === '' ? defaultPort : Number(origin.port));
  if (!route) return undefined;
  const bytes = body === undefined ? undefined : Buffer.from(body);
  const options: RequestOptions = {
    ...route,
    method,
    path,
    headers: { ...headers, host: origin.host, ...(bytes ? { 'content-length': bytes.length } : {}) },
    agent: false,
    signal,
  };
  return new Promise((resolve, reject) => {
    const request = secure
      ? httpsRequest({ ...options, servername: origin.hostname, ca: network.ca })
      : httpRequest(options);
    request.on('response', resolve).on('error', reject).end(bytes);
  });
}

async function readAnswer(message: IncomingMessage): Promise<AppleAnswer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) {
      message.destroy();
      return { kind: 'fault', fault: 'too-large', detail: `more than ${MAX_BODY_BYTES} bytes` };
    }
    chunks.push(chunk);
  }
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : `${value}`,
    ]),
  );
  return { kind: 'answer', status: message.statusCode ?? 0, headers, body: Buffer.concat(chunks).toString('utf8') };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
