import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { createServer } from 'node:net';
import type { Fields, OutgoingResponse } from './http-message';

/** A request to a program of Signpost on this machine. */
interface LoopbackRequest {
  readonly method: string;
  readonly target: string;
  readonly fields: Fields;
  readonly body: Uint8Array;
}

/** Asks a program that listens on a loopback port. Rejects where it does not. */
export type AskLoopback = (port: number, request: LoopbackRequest) => Promise<OutgoingResponse>;

/** Headers of a connection, not of a message. */
const HOP_HEADERS = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'expect']);

/** Connections that are kept between requests, and their end. */
export function createLoopback(): { readonly ask: AskLoopback; close(): void } {
  const agent = new Agent({ keepAlive: true });
  return {
    ask: (port, { method, target, fields, body }) =>
      new Promise((resolve, reject) => {
        const headers = fields.filter(([name]) => !HOP_HEADERS.has(name.toLowerCase())).flat();
        if (body.length > 0) headers.push('Content-Length', String(body.length));
        const options = { agent, host: '127.0.0.1', port, method, path: target, headers };
        const sent = httpRequest(options, (response) => readResponse(response).then(resolve, reject));
        sent.on('error', reject).end(body);
      }),
    close: () => agent.destroy(),
  };
}

async function readResponse(message: IncomingMessage): Promise<OutgoingResponse> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  const { rawHeaders } = message;
  const fields: [string, string][] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) fields.push([rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '']);
  return {
    status: message.statusCode ?? 502,
    fields: fields.filter(([name]) => !HOP_HEADERS.has(name.toLowerCase())),
    body: Buffer.concat(chunks),
  };
}

/** A port that is free at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address && typeof address === 'object' ? address.port : 0));
    });
  });
}
