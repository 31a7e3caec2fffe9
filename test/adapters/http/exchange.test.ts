import { mkdtempSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, createServer, type Server } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { exchange, exchangeOver, type OutgoingRequest } from '../../../lib/adapters/http/exchange';
import { localNetwork } from '../../../lib/adapters/http/network';
import { responsiveLimit, type TimeLimit } from '../../../lib/adapters/timing/time-limit';
import { openAuthority } from '../../../lib/local/tls/authority';

const HOST = 'ours.example';
const LONG_ENOUGH = responsiveLimit(30_000);
/** Over with the next turn: for servers that never answer. */
const AT_ONCE: TimeLimit = (onOver) => {
  const turn = setImmediate(onOver);
  return () => clearImmediate(turn);
};

let ca: string;
let server: Server;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const plain: TcpServer = createTcpServer((socket) => socket.on('error', () => {}).end('SSH-2.0\r\n'));
let closed: number;

beforeAll(async () => {
  const authority = await openAuthority(mkdtempSync(join(tmpdir(), 'signpost-exchange-')));
  if (!authority.ok) throw new Error(authority.problem.message);
  ca = authority.value.certificate;
  const pair = await authority.value.issue([HOST]);
  server = createServer({ cert: pair.certificate, key: pair.key }, (request, response) => answer(request, response));
  await listen(server);
  await listen(plain);
  const unused = createTcpServer();
  closed = await listen(unused);
  await new Promise((resolve) => unused.close(resolve));
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  plain.close();
});

function listen(listening: TcpServer): Promise<number> {
  return new Promise((resolve) =>
    listening.listen(0, '127.0.0.1', () => resolve((listening.address() as AddressInfo).port)),
  );
}

function send(changes: Partial<OutgoingRequest> = {}) {
  const { port } = server.address() as AddressInfo;
  return exchange({
    method: 'GET',
    url: `https://${HOST}/page?a=1`,
    headers: {},
    route: { host: '127.0.0.1', port },
    ca,
    timeLimit: LONG_ENOUGH,
    maxBytes: 100,
    ...changes,
  });
}

const never = () => {};
const at = (port: number) => ({ route: { host: '127.0.0.1', port } });
const portOf = (listening: TcpServer) => (listening.address() as AddressInfo).port;
const encoded = (encoding: string, body: Buffer | string) => (_: IncomingMessage, response: ServerResponse) =>
  response.writeHead(200, { 'content-encoding': encoding }).end(body);

describe('an exchange fails', () => {
  test.each<[string, string, typeof answer, () => Partial<OutgoingRequest>]>([
    ['nothing listens', 'refused', never, () => at(closed)],
    ['no answer comes in time', 'timeout', never, () => ({ timeLimit: AT_ONCE })],
    ['the certificate is not trusted', 'tls', never, () => ({ ca: undefined })],
    ['the certificate is of another host', 'tls', never, () => ({ url: 'https://other.example/' })],
    ['the server speaks no TLS', 'tls', never, () => at(portOf(plain))],
    ['the server speaks no HTTP', 'broken', never, () => ({ ...at(portOf(plain)), url: `http://${HOST}/` })],
    ['the connection is reset', 'broken', (request) => request.socket.destroy(), () => ({})],
    [
      'the body is cut off',
      'broken',
      (request, response) => {
        response.writeHead(200, { 'content-length': 50 }).write('half', () => request.socket.destroy());
      },
      () => ({}),
    ],
    [
      'the headers go on and on',
      'broken',
      (_, response) => response.writeHead(200, { 'x-long': 'x'.repeat(40_000) }).end(),
      () => ({}),
    ],
    ['the body is not gzip', 'encoding', encoded('gzip', '{}'), () => ({})],
    ['the body is not deflate', 'encoding', encoded('deflate', '{}'), () => ({})],
    ['the body is not brotli', 'encoding', encoded('br', 'not at all'), () => ({})],
    ['the gzip body has no end', 'encoding', encoded('gzip', gzipSync('text').subarray(0, 12)), () => ({})],
  ])('where %s: %s', async (_, reason, serve, changes) => {
    answer = serve;
    expect(await send(changes())).toMatchObject({ kind: 'failure', reason });
  });

  test('where the network knows no such host: no-address', async () => {
    const network = localNetwork({ httpsPort: 1, httpPort: 1, hosts: [], ca });
    const request = { method: 'GET', url: `https://${HOST}/`, headers: {}, timeLimit: LONG_ENOUGH, maxBytes: 1 };
    expect(await exchangeOver(network, request)).toMatchObject({ kind: 'failure', reason: 'no-address' });
  });
});

describe('an exchange', () => {
  test('sends what it is given, for the host of the URL', async () => {
    const received: unknown[] = [];
    answer = (request, response) => {
      const { method, url, headers } = request;
      request.on('data', (chunk) => received.push(String(chunk))).on('end', () => response.end());
      received.push(method, url, headers.host, headers['x-own'], headers['content-length']);
    };
    await send({ method: 'POST', headers: { 'x-own': '1' }, body: 'text' });
    expect(received).toEqual(['POST', '/page?a=1', HOST, '1', '4', 'text']);
  });

  test('joins headers of one name', async () => {
    answer = (_, response) => response.writeHead(200, { 'set-cookie': ['a=1', 'b=2'] }).end();
    expect(await send()).toMatchObject({ headers: { 'set-cookie': 'a=1, b=2' } });
  });

  test('follows no redirect', async () => {
    answer = (_, response) => response.writeHead(302, { location: '/elsewhere' }).end();
    expect(await send()).toMatchObject({ status: 302, headers: { location: '/elsewhere' } });
  });

  test.each([
    ['as it is', (_: IncomingMessage, response: ServerResponse) => response.end('x'.repeat(101))],
    ['decompressed', encoded('gzip', gzipSync('x'.repeat(100_000)))],
  ])('stops reading beyond the size that was asked for: %s', async (_, serve) => {
    answer = serve;
    expect(await send()).toMatchObject({ kind: 'response', cut: true, body: Buffer.from('x'.repeat(100)) });
  });

  test('reads a body of just that size', async () => {
    answer = encoded('GZIP', gzipSync('x'.repeat(100)));
    expect(await send()).toMatchObject({ kind: 'response', cut: false, body: Buffer.from('x'.repeat(100)) });
  });

  test('accepts any certificate only where the request says so', async () => {
    answer = (_, response) => response.end();
    expect(await send({ ca: undefined, acceptAnyCertificate: true })).toMatchObject({ status: 200 });
  });

  test('opens a new connection where the server has closed a kept one', async () => {
    const agent = new Agent({ keepAlive: true });
    let asked = 0;
    answer = (request, response) => {
      asked += 1;
      // The second request comes over the connection of the first.
      if (asked === 2) request.socket.destroy();
      else response.end('answered');
    };
    await send({ agent });
    expect(await send({ agent })).toMatchObject({ kind: 'response', body: Buffer.from('answered') });
    agent.destroy();
    expect(asked).toBe(3);
  });
});
