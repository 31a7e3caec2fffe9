import { request as httpsRequest } from 'node:https';
import type { Network } from './network';

/** One request over https to a host of the given network. */
export interface HttpExchange {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Exchanged {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

const TIMEOUT_MS = 20_000;
const MAX_BODY_BYTES = 8 * 1024 * 1024;

/** Sends one request, follows no redirect. Throws what the network throws; its message names no value that was sent. */
export async function exchange(
  network: Network,
  { method, url, headers = {}, body }: HttpExchange,
): Promise<Exchanged> {
  const { hostname, host, port, pathname, search } = new URL(url);
  const route = network.route(hostname, port === '' ? 443 : Number(port));
  if (!route) throw new Error('ENOTFOUND');
  return new Promise((resolve, reject) => {
    const request = httpsRequest({
      ...route,
      method,
      path: pathname + search,
      headers: { ...headers, host, ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }) },
      servername: hostname,
      ca: network.ca,
      agent: false,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    request.on('error', reject);
    request.on('response', (message) => {
      const chunks: Buffer[] = [];
      let length = 0;
      message.on('error', reject);
      message.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length > MAX_BODY_BYTES) message.destroy(new Error('the answer is too large'));
        else chunks.push(chunk);
      });
      message.on('end', () => {
        const received = Object.entries(message.headers).map(([name, value]) => [name, String(value)]);
        const text = Buffer.concat(chunks).toString();
        resolve({ status: message.statusCode ?? 0, headers: Object.fromEntries(received), body: text });
      });
    });
    request.end(body);
  });
}
