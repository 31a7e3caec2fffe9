import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { type DeviceRequest, STAGE_TIMEOUT_SECONDS } from '../../core/discovery/device';
import type { FinalResponse } from '../../core/discovery/interpret';
import type { Ask } from '../../core/discovery/journey';
import { type Problem, type ProblemCode, problem } from '../../core/problems';
import type { Network } from './network';

/** Far more than any discovery document has, on the wire and decompressed. */
const MAX_BODY_BYTES = 256 * 1024;

/** A request that failed for a reason that has a code. */
class NetworkFailure extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}

/** Asks over https as a device does: a connection of its own per request, no cookies, no redirect followed. */
export function createAsk(network: Network, timeoutSeconds: number = STAGE_TIMEOUT_SECONDS): Ask {
  return async (request) => {
    const started = performance.now();
    const elapsed = () => Math.round(performance.now() - started);
    try {
      const response = await exchange(request, network, timeoutSeconds);
      return { kind: 'response', response, milliseconds: elapsed() };
    } catch (error) {
      return { kind: 'failure', problem: describeFailure(request, error), milliseconds: elapsed() };
    }
  };
}

async function exchange(
  { url, headers }: DeviceRequest,
  network: Network,
  timeoutSeconds: number,
): Promise<FinalResponse> {
  const { hostname, port, pathname, search, host } = new URL(url);
  const route = network.route(hostname, port === '' ? 443 : Number(port));
  if (!route) throw new NetworkFailure(nameNotFound(hostname));
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = httpsRequest({
      ...route,
      method: 'GET',
      path: pathname + search,
      headers: { ...headers, host },
      servername: hostname,
      ca: network.ca,
      agent: false,
      signal: AbortSignal.timeout(Math.ceil(timeoutSeconds * 1000)),
    });
    request.on('response', resolve).on('error', reject).end();
  });
  const body = await readBody(message);
  return { status: message.statusCode ?? 0, headers: singleHeaders(message), body: decompress(message, body) };
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) {
      message.destroy();
      throw new NetworkFailure(tooLarge());
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function decompress(message: IncomingMessage, body: Buffer): Buffer {
  const limit = { maxOutputLength: MAX_BODY_BYTES };
  switch (message.headers['content-encoding']) {
    case 'gzip':
      return gunzipSync(body, limit);
    case 'deflate':
      return inflateSync(body, limit);
    case 'br':
      return brotliDecompressSync(body, limit);
    default:
      return body;
  }
}

function singleHeaders(message: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

function describeFailure({ url }: DeviceRequest, error: unknown): Problem {
  if (error instanceof NetworkFailure) return error.problem;
  const { hostname } = new URL(url);
  const code = codeOf(error);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return nameNotFound(hostname);
  if (code === 'ERR_BUFFER_TOO_LARGE') return tooLarge();
  const [problemCode, wanted] = classify(code);
  return problem(problemCode, `Cannot reach ${hostname}: ${code}; expected ${wanted}`);
}

function classify(code: string): [ProblemCode, string] {
  if (code === 'ECONNREFUSED') return ['network.refused', 'a server on port 443'];
  if (['ABORT_ERR', 'TimeoutError', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'].includes(code)) {
    return ['network.timeout', 'an answer in time'];
  }
  if (/CERT|TLS|SSL|SELF_SIGNED|EPROTO|UNABLE_TO_|DEPTH_ZERO/.test(code))
    return ['network.tls', 'a trusted certificate for this host'];
  return ['network.broken', 'an HTTP answer'];
}

/** `ECONNREFUSED` and the like; an aborted request has its reason in the name. */
function codeOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  return typeof code === 'string' ? code : String(name);
}

function nameNotFound(host: string): Problem {
  return problem('network.name-not-found', `Cannot find ${host}: DNS has no address; expected A or AAAA records`);
}

function tooLarge(): Problem {
  return problem(
    'response.too-large',
    `Cannot use the answer: it is larger than ${MAX_BODY_BYTES} bytes; expected a discovery document`,
  );
}
