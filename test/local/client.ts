import { type ClientRequestArgs, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import type { Cloud } from '../../lib/local/cloud';

/** A cloud of this or of another process. */
export type Reachable = Pick<Cloud, 'httpsPort' | 'httpPort' | 'caPem' | 'hosts'>;

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** One request over real sockets, as a client that asks the local DNS first. Rejects as a client would. */
export function ask(cloud: Reachable, address: string, options: RequestOptions = {}, body?: string): Promise<Answer> {
  const url = new URL(address);
  if (!cloud.hosts.includes(url.hostname)) return Promise.reject(new Error('name not found'));
  const secure = url.protocol === 'https:';
  const target: ClientRequestArgs & RequestOptions = {
    host: '127.0.0.1',
    port: secure ? cloud.httpsPort : cloud.httpPort,
    path: url.pathname + url.search,
    ...options,
    headers: { host: url.hostname, ...options.headers },
    ...(secure ? { ca: cloud.caPem, servername: url.hostname, ...options } : {}),
  };
  target.headers = { host: url.hostname, ...options.headers };
  return new Promise((resolve, reject) => {
    const sent = (secure ? httpsRequest : httpRequest)(target, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** What came of a request, in one line: status and Location or the first line of the body, or the error's code. */
export async function outcome(asking: Promise<Answer>): Promise<string> {
  try {
    const { status, headers, body } = await asking;
    return [status, headers.location ?? body.split('\n')[0]].join(' ').trim();
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    return code ?? message;
  }
}
