import { mkdtempSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exchange } from '../../../lib/adapters/http/exchange';
import { responsiveLimit, runLimit, type TimeLimit } from '../../../lib/adapters/timing/time-limit';
import { MODERN_CIPHERS, sayHello, TLS_1_2 } from '../../../lib/adapters/tls/hello';
import { observeTcp } from '../../../lib/adapters/tls/tcp';
import { observeTls } from '../../../lib/adapters/tls/tls';
import { openAuthority } from '../../../lib/local/tls/authority';

const HOST = 'ours.example';
const LIMIT_MS = 200;

/** A process that does nothing else, for longer than the limit. */
function block(): void {
  const end = performance.now() + LIMIT_MS * 1.5;
  while (performance.now() < end);
}

let ca: string;
let server: Server;
beforeAll(async () => {
  const authority = await openAuthority(mkdtempSync(join(tmpdir(), 'signpost-limit-')));
  if (!authority.ok) throw new Error(authority.problem.message);
  ca = authority.value.certificate;
  const pair = await authority.value.issue([HOST]);
  server = createServer({ cert: pair.certificate, key: pair.key }, (_, response) => response.end('answered'));
  // In the middle of every handshake.
  server.on('connection', block);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const route = () => ({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });

describe('a healthy server is not found to be slow by a process that was', () => {
  test('in an exchange', async () => {
    const request = { method: 'GET', url: `https://${HOST}/`, headers: {}, route: route(), ca, maxBytes: 100 };
    const exchanged = await exchange({ ...request, timeLimit: responsiveLimit(LIMIT_MS) });
    expect(exchanged).toMatchObject({ kind: 'response', body: Buffer.from('answered') });
  });

  test('in a handshake', async () => {
    const fetchIssuer = async () => undefined;
    const facts = await observeTls({ route: route(), serverName: HOST, ca, timeoutMs: LIMIT_MS, fetchIssuer });
    expect(facts).toMatchObject({
      handshake: { kind: 'done' },
      trust: { kind: 'trusted' },
      classic: { kind: 'observed' },
    });
  });

  test('in a handshake in the clear', async () => {
    const options = { serverName: HOST, version: TLS_1_2, ciphers: MODERN_CIPHERS, timeoutMs: LIMIT_MS } as const;
    expect(await sayHello(route(), options)).toMatchObject({ kind: 'flight' });
  });

  test('in a connection', async () => {
    const connecting = observeTcp(route(), LIMIT_MS);
    block();
    expect(await connecting).toEqual({ kind: 'observed', value: 'open' });
  });
});

describe('a limit', () => {
  test('is over in time where the process is idle', async () => {
    await new Promise<void>((resolve) => responsiveLimit(1)(resolve));
  });

  test('is not over once it is stopped', async () => {
    const onOver = jest.fn();
    responsiveLimit(1)(onOver)();
    await new Promise<void>((resolve) => responsiveLimit(20)(resolve));
    expect(onOver).not.toHaveBeenCalled();
  });

  test('that is shared ends every step, also those that come later', async () => {
    let pass = () => {};
    const limit: TimeLimit = (onOver) => {
      pass = onOver;
      return () => {};
    };
    const running = runLimit(limit);
    const [first, stopped, later] = [jest.fn(), jest.fn(), jest.fn()];
    running.limit(first);
    running.limit(stopped)();
    expect(running.isOver()).toBe(false);
    pass();
    running.limit(later);
    await Promise.resolve();
    expect([first, stopped, later].map(({ mock }) => mock.calls.length)).toEqual([1, 0, 1]);
    expect(running.isOver()).toBe(true);
  });
});
