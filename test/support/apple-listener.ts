import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AppleReply } from '../../lib/local/simulation/apple/answer-call';
import { appleCall } from '../../lib/local/simulation/apple/call';
import { APPLE_ENROLLMENT_HOST } from '../../lib/local/simulation/apple/host';
import type { AppleService } from '../../lib/local/simulation/apple/service';

/** The Apple simulator with an http listener of its own, on the loopback address. */
export interface AppleListener {
  readonly port: number;
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 64 * 1024;

/** Starts to listen; `origin` is what requests are signed for, `https://mdmenrollment.apple.com` when left out. */
export function openAppleListener(
  service: AppleService,
  origin = `https://${APPLE_ENROLLMENT_HOST}`,
): Promise<AppleListener> {
  const server = createServer((request, response) => void handle(service, origin, request, response));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      resolve({ port, close: () => closeListener(server) });
    });
  });
}

function closeListener(server: ReturnType<typeof createServer>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function handle(
  service: AppleService,
  origin: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  const target = request.url ?? '/';
  const call = appleCall(request.method ?? 'GET', target, origin, request.rawHeaders, Buffer.concat(chunks).toString());
  reply(service.answer(call), response);
}

function reply({ status, fields, body, delayMs = 0, broken }: AppleReply, response: ServerResponse): void {
  // An empty answer has no half.
  if (broken === 'reset' || (broken === 'half' && body.length < 2)) {
    response.socket?.destroy();
    return;
  }
  const send = () => {
    if (response.destroyed) return;
    response.writeHead(status, [...fields.flat(), 'Content-Length', String(Buffer.byteLength(body))]);
    if (broken !== 'half') response.end(body);
    else response.write(body.slice(0, Math.floor(body.length / 2)), () => response.socket?.destroy());
  };
  if (delayMs > 0) setTimeout(send, delayMs).unref();
  else send();
}
