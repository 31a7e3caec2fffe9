import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import { problem } from '../core/problems';
import { failed, ok, type Result } from '../core/result';
import type { IncomingRequest, OutgoingResponse } from './http-message';
import type { KeyPair } from './tls/authority';

/** Something that listens, on the loopback address alone. */
export interface Listener {
  readonly port: number;
  /** Stops listening and ends every connection. */
  close(): Promise<void>;
}

/** Answers one request; never rejects. `refused`: the connection ends without an answer; `silent`: it stays open without one. */
export type ListenerAnswer = (request: IncomingRequest) => Promise<OutgoingResponse | 'refused' | 'silent'>;

/** The rules of a TLS handshake: a certificate by the server name, and whether the protocol is new enough for that name. */
export interface TlsRules {
  /** For clients that name no host. */
  readonly unnamed: KeyPair;
  readonly contextFor: (serverName: string) => Promise<SecureContext>;
  readonly accepts: (serverName: string | undefined, protocol: string) => boolean;
}

const ADDRESS = '127.0.0.1';
// Above what CloudFront allows, so that it is CloudFront's rule that answers.
const OPTIONS = { maxHeaderSize: 65_536 };
const MAX_BODY_BYTES = 20 * 1_048_576;

/** Listens for http. Problem codes: `local.port-busy`, `local.port-forbidden`. */
export function listen(port: number, answer: ListenerAnswer): Promise<Result<Listener>> {
  return open(createServer(OPTIONS), port, answer);
}

/** Listens for https. Problem codes: `local.port-busy`, `local.port-forbidden`. */
export function listenSecurely(port: number, answer: ListenerAnswer, rules: TlsRules): Promise<Result<Listener>> {
  const server = createSecureServer({
    ...OPTIONS,
    cert: rules.unnamed.certificate,
    key: rules.unnamed.key,
    minVersion: 'TLSv1.2',
    SNICallback: (serverName, done) => {
      rules.contextFor(serverName.toLowerCase()).then(
        (context) => done(null, context),
        (error: Error) => done(error),
      );
    },
  });
  server.on('secureConnection', (socket: TLSSocket) => {
    if (!rules.accepts(serverNameOf(socket), socket.getProtocol() ?? '')) socket.destroy();
  });
  return open(server, port, answer);
}

function open(server: Server, port: number, answer: ListenerAnswer): Promise<Result<Listener>> {
  server.on('request', (request, response) => handle(request, response, answer));
  server.on('clientError', (error: Error & { code?: string }, socket: Socket) => {
    if (!socket.writable) return;
    const status = error.code === 'HPE_HEADER_OVERFLOW' ? '413 Payload Too Large' : '400 Bad Request';
    socket.end(`HTTP/1.1 ${status}\r\nServer: CloudFront\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  });
  return new Promise((resolve) => {
    server.once('error', (error: Error & { code?: string }) => resolve(listenFailure(error, port)));
    server.listen(port, ADDRESS, () => {
      const address = server.address();
      resolve(ok({ port: address && typeof address === 'object' ? address.port : port, close: () => close(server) }));
    });
  });
}

function listenFailure(error: Error & { code?: string }, port: number): Result<Listener> {
  const subject = `Cannot listen on ${ADDRESS}:${port}`;
  switch (error.code) {
    case 'EADDRINUSE':
      return failed(problem('local.port-busy', `${subject}: another program does; expected a free port`));
    case 'EACCES':
      return failed(problem('local.port-forbidden', `${subject}: not permitted; expected a port from 1024 on`));
    default:
      throw error;
  }
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function handle(request: IncomingMessage, response: ServerResponse, answer: ListenerAnswer): void {
  const { headers } = request;
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) {
    respond(request, response, answer, new Uint8Array());
    return;
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
    else request.destroy();
  });
  request.on('end', () => respond(request, response, answer, Buffer.concat(chunks)));
  request.on('error', () => response.destroy());
}

function respond(request: IncomingMessage, response: ServerResponse, answer: ListenerAnswer, body: Uint8Array): void {
  answer(incomingRequest(request, body))
    .then((outgoing) => {
      if (typeof outgoing === 'object') write(request, response, outgoing);
      else if (outgoing === 'refused') response.destroy();
    })
    .catch(() => response.destroy());
}

function incomingRequest({ socket, method, url, rawHeaders }: IncomingMessage, body: Uint8Array): IncomingRequest {
  const fields: [string, string][] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) fields.push([rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '']);
  return {
    secure: socket instanceof TLSSocket,
    serverName: socket instanceof TLSSocket ? serverNameOf(socket) : undefined,
    method: method ?? 'GET',
    target: url ?? '/',
    fields,
    body,
    clientIp: socket.remoteAddress ?? ADDRESS,
  };
}

function serverNameOf(socket: TLSSocket): string | undefined {
  const name = 'servername' in socket ? socket.servername : undefined;
  return typeof name === 'string' ? name.toLowerCase() : undefined;
}

function write(request: IncomingMessage, response: ServerResponse, outgoing: OutgoingResponse): void {
  const { status, fields, body, close, cutShort } = outgoing;
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const headers = fields.flat();
  if (bytes.length > 0 || request.method !== 'HEAD') headers.push('Content-Length', String(bytes.length));
  if (close) headers.push('Connection', 'close');
  response.writeHead(status, headers);
  // Head and body are written together, which takes longer than the head alone.
  if (request.method === 'HEAD' || bytes.length === 0) response.end();
  else if (cutShort) response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
  else response.end(bytes);
}
