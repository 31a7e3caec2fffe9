import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createUrlCheck } from '../../../lib/adapters/http/url-check';
import { openAuthority } from '../../../lib/local/tls/authority';

/** An https server on the loopback address; each test says which host it is and which addresses that host has. */

const DOCUMENT = JSON.stringify({ Servers: [{ Version: 'mdm-byod', BaseURL: 'https://mdm.example/enroll' }] });
const PUBLIC = '93.184.216.7';

let folder: string;
let server: Server;
let port: number;
let ca: string;
let asked: string[];
let answer: (host: string, target: string) => { status: number; location?: string; body?: string; type?: string };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'signpost-url-'));
  const authority = await openAuthority(folder);
  if (!authority.ok) throw new Error(authority.problem.message);
  ca = authority.value.certificate;
  const pair = await authority.value.issue(['ours.example', 'mdm.example', 'inside.example']);
  server = createServer({ cert: pair.certificate, key: pair.key }, (request, response) => {
    const host = request.headers.host ?? '';
    asked.push(`${host}${request.url}`);
    const { status, location, body = '', type = 'application/json' } = answer(host, request.url ?? '');
    response.writeHead(status, { 'content-type': type, ...(location === undefined ? {} : { location }) }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  asked = [];
  answer = () => ({ status: 200, body: DOCUMENT });
});

/** Names with their addresses; each lookup takes the next list, and the last one stays. */
function check(names: Record<string, readonly (readonly string[])[]>, connected: string[] = []) {
  const lookups = new Map(Object.entries(names).map(([name, lists]) => [name, [...lists]]));
  return createUrlCheck({
    ca,
    timeoutSeconds: 5,
    addresses: async (host) => {
      const lists = lookups.get(host);
      if (!lists) throw new Error('ENOTFOUND');
      return (lists.length > 1 ? lists.shift() : lists[0]) ?? [];
    },
    connectTo: (address) => {
      connected.push(address);
      return { host: '127.0.0.1', port };
    },
  });
}

const URL_TEXT = 'https://ours.example/t/acme/s/main/.well-known/com.apple.remotemanagement';
const OURS = { 'ours.example': [[PUBLIC]] };

async function codeOf(checking: ReturnType<ReturnType<typeof check>>): Promise<string | undefined> {
  const result = await checking;
  return result.ok ? undefined : result.problem.code;
}

describe('an ADDE URL', () => {
  test('is followed with both parameters and with none', async () => {
    expect(await check(OURS)(URL_TEXT)).toMatchObject({ ok: true, value: { baseUrl: 'https://mdm.example/enroll' } });
    expect(asked.sort()).toEqual([
      'ours.example/t/acme/s/main/.well-known/com.apple.remotemanagement',
      'ours.example/t/acme/s/main/.well-known/com.apple.remotemanagement?user-identifier=signpost+check-1@ours.example&model-family=iPhone',
    ]);
  });

  test('keeps a query of its own', async () => {
    await check(OURS)('https://ours.example/x?realm=eu');
    expect(asked.sort()).toEqual([
      'ours.example/x?realm=eu',
      'ours.example/x?realm=eu&user-identifier=signpost+check-1@ours.example&model-family=iPhone',
    ]);
  });

  test('may redirect to a public host', async () => {
    answer = (host) =>
      host === 'ours.example' ? { status: 302, location: 'https://mdm.example/wk' } : { status: 200, body: DOCUMENT };
    expect(await codeOf(check({ ...OURS, 'mdm.example': [['93.184.216.9']] })(URL_TEXT))).toBeUndefined();
  });

  test('must work without the query', async () => {
    answer = (_, target) => (target.includes('user-identifier') ? { status: 200, body: DOCUMENT } : { status: 400 });
    const result = await check(OURS)(URL_TEXT);
    expect(result).toMatchObject({ problem: { code: 'adde.url-needs-query' } });
    expect(JSON.stringify(result)).toContain('status 400; expected 200 [response.status]');
  });

  test.each([
    ['nothing there', { status: 404 }, 'response.status'],
    ['the enrollment URL', { status: 401, body: '' }, 'response.status'],
    ['a page', { status: 200, body: '<html>', type: 'text/html' }, 'response.content-type'],
    ['two servers missing', { status: 200, body: '{"Servers":[]}' }, 'response.servers-empty'],
    ['a refusal', { status: 403, body: '{"code":"com.apple.well-known.failed"}' }, 'response.refused'],
    ['a redirect out of https', { status: 302, location: 'http://ours.example/' }, 'redirect.not-https'],
    ['a redirect to itself', { status: 302, location: URL_TEXT }, 'redirect.loop'],
  ])('must lead to a document: %s', async (_, reply, code) => {
    answer = () => reply;
    const result = await check(OURS)(URL_TEXT);
    expect(result).toMatchObject({ problem: { code: 'adde.url-check-failed' } });
    expect(JSON.stringify(result)).toContain(`[${code}]`);
  });

  test('must have an address', async () => {
    const result = await check({})(URL_TEXT);
    expect(result).toMatchObject({ problem: { code: 'adde.url-check-failed' } });
    expect(JSON.stringify(result)).toContain('network.name-not-found');
  });
});

describe('an internal address', () => {
  test.each([
    '127.0.0.1',
    '169.254.169.254',
    '10.0.0.1',
    'fe80::1',
    '::ffff:127.0.0.1',
    '64:ff9b:1::7f00:1',
    '203.0.113.1',
  ])('of the host is never connected to: %s', async (address) => {
    const connected: string[] = [];
    expect(await codeOf(check({ 'ours.example': [[address]] }, connected)(URL_TEXT))).toBe('adde.url-not-public');
    expect(connected).toEqual([]);
    expect(asked).toEqual([]);
  });

  test('beside a public one is enough to refuse', async () => {
    const connected: string[] = [];
    expect(await codeOf(check({ 'ours.example': [[PUBLIC, '10.0.0.1']] }, connected)(URL_TEXT))).toBe(
      'adde.url-not-public',
    );
    expect(connected).toEqual([]);
  });

  test.each([
    ['of a name', 'https://inside.example/latest/meta-data'],
    ['as it is', 'https://169.254.169.254/latest/meta-data'],
    ['in IPv6', 'https://[::1]/'],
    ['mapped', 'https://[::ffff:127.0.0.1]/'],
    ['as a number', 'https://2130706433/'],
    ['in hexadecimal', 'https://0x7f000001/'],
  ])('behind a redirect is not followed: %s', async (_, location) => {
    answer = () => ({ status: 302, location });
    const connected: string[] = [];
    const names = { ...OURS, 'inside.example': [['10.0.0.9']] };
    expect(await codeOf(check(names, connected)(URL_TEXT))).toBe('adde.url-not-public');
    expect(new Set(connected)).toEqual(new Set([PUBLIC]));
    expect(asked.every((each) => each.startsWith('ours.example'))).toBe(true);
  });

  test('that a name gets between check and use is not connected to', async () => {
    const connected: string[] = [];
    // The first answers are public, all later ones are not: only an address that was judged is ever used.
    const rebinding = { 'ours.example': [[PUBLIC], [PUBLIC], ['127.0.0.1']] };
    answer = () => ({ status: 302, location: 'https://ours.example/again' });
    expect(await codeOf(check(rebinding, connected)(URL_TEXT))).toBe('adde.url-not-public');
    expect(new Set(connected)).toEqual(new Set([PUBLIC]));
  });
});

test('a server that says nothing is not waited for', async () => {
  const sockets: Socket[] = [];
  const silent = createTcpServer((socket) => sockets.push(socket.on('error', () => {})));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port: silentPort } = silent.address() as AddressInfo;
  const checkUrl = createUrlCheck({
    timeoutSeconds: 0.05,
    addresses: async () => [PUBLIC],
    connectTo: () => ({ host: '127.0.0.1', port: silentPort }),
  });
  const result = await checkUrl(URL_TEXT);
  for (const socket of sockets) socket.destroy();
  silent.close();
  expect(JSON.stringify(result)).toContain('network.timeout');
});

test('a resolver that says nothing is not waited for', async () => {
  const checkUrl = createUrlCheck({ timeoutSeconds: 0.05, addresses: () => new Promise(() => {}) });
  expect(JSON.stringify(await checkUrl(URL_TEXT))).toContain('network.timeout');
});
