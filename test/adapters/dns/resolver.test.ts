import { createSocket, type Socket } from 'node:dgram';
import { decode, encode, type Packet } from 'dns-packet';
import { createResolver, type DnsQuestion, systemDnsServers } from '../../../lib/adapters/dns/resolver';
import { decodeServiceBinding } from '../../../lib/adapters/dns/service-binding';

const QUESTION: DnsQuestion = { name: 'acme.example', type: 'A' };
const open: Socket[] = [];
afterEach(() => {
  for (const socket of open.splice(0)) socket.close();
});

/** A name server that sends these datagrams for each query. */
async function server(replies: (query: Packet) => readonly Uint8Array[]): Promise<{ host: string; port: number }> {
  const socket = createSocket('udp4');
  open.push(socket);
  socket.on('message', (bytes, { port, address }) => {
    for (const reply of replies(decode(bytes))) socket.send(reply, port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return { host: '127.0.0.1', port: socket.address().port };
}

function reply(query: Packet, change: Partial<Packet> = {}): Buffer {
  return encode({
    type: 'response',
    id: query.id,
    questions: query.questions,
    answers: [{ type: 'A', name: 'acme.example', data: '192.0.2.1' }],
    ...change,
  });
}

const ask = async (...servers: { host: string; port: number }[]) => createResolver(servers, 300).ask(QUESTION);
const GOOD = {
  kind: 'observed',
  value: { code: 'NOERROR', answers: [expect.objectContaining({ data: '192.0.2.1' })] },
};

describe('a resolver', () => {
  test('gives the answer', async () => {
    expect(await ask(await server((query) => [reply(query)]))).toMatchObject(GOOD);
  });

  test.each<[string, (query: Packet) => Uint8Array]>([
    ['noise', () => Buffer.from('hello')],
    ['nothing at all', () => Buffer.alloc(0)],
    ['an answer to another query', (query) => reply(query, { id: ((query.id ?? 0) + 1) & 0xffff, answers: [] })],
    [
      'an answer to another question',
      (query) => reply(query, { questions: [{ type: 'A', name: 'evil.example' }], answers: [] }),
    ],
    ['a query', (query) => reply(query, { type: 'query', answers: [] })],
    ['a name without an end', (query) => Buffer.concat([reply(query).subarray(0, 12), Buffer.from([0xc0, 0x0c])])],
  ])('waits for the answer behind %s', async (_name, noise) => {
    expect(await ask(await server((query) => [noise(query), reply(query)]))).toMatchObject(GOOD);
  });

  test('distinguishes a reply of failure from no reply', async () => {
    const failing = await server((query) => [reply(query, { flags: 2, answers: [] })]);
    expect(await ask(failing)).toMatchObject({ kind: 'observed', value: { code: 'SERVFAIL' } });
    expect(await ask(await server(() => []))).toMatchObject({ kind: 'unknown' });
  });

  test('asks the next server where one is silent', async () => {
    expect(await ask(await server(() => []), await server((query) => [reply(query)]))).toMatchObject(GOOD);
  });

  test('knows no answer without a server', async () => {
    expect(await ask()).toEqual({ kind: 'unknown', reason: 'this machine has no DNS resolver' });
  });

  test('hands on what the resolver says of a failure', async () => {
    const option = { code: 15, data: Buffer.concat([Buffer.from([0, 6]), Buffer.from('signature expired')]) };
    const opt = {
      type: 'OPT',
      name: '.',
      udpPayloadSize: 1232,
      extendedRcode: 0,
      ednsVersion: 0,
      flags: 0,
      flag_do: false,
      options: [option],
    };
    const bogus = await server((query) => [reply(query, { flags: 2, answers: [], additionals: [opt as never] })]);
    expect(await ask(bogus)).toMatchObject({ value: { extendedError: 'error 6: signature expired' } });
  });
});

test('systemDnsServers gives addresses and ports', () => {
  for (const { host, port } of systemDnsServers())
    expect([host, port]).toEqual([expect.not.stringContaining('['), expect.any(Number)]);
});

describe('decodeServiceBinding', () => {
  test('reads priority, target, port and hints (RFC 9460, appendix D)', () => {
    const data = Buffer.from(
      '0010' +
        '03666f6f076578616d706c6503636f6d00' +
        '000300020035' +
        '00040004c0000201' +
        '0006001020010db8000000000000000000000001',
      'hex',
    );
    expect(decodeServiceBinding(data)).toEqual({
      priority: 16,
      target: 'foo.example.com',
      port: 53,
      ipv4Hints: ['192.0.2.1'],
      ipv6Hints: ['2001:db8:0:0:0:0:0:1'],
    });
  });

  test('reads the alias mode and the name itself', () => {
    expect(decodeServiceBinding(Buffer.from('000003666f6f00', 'hex'))).toMatchObject({ priority: 0, target: 'foo' });
    expect(decodeServiceBinding(Buffer.from('000100', 'hex'))).toMatchObject({ priority: 1, target: '.' });
  });

  test.each([
    '',
    '0001',
    '00013f',
    '000100000300',
    '0001000003ffff01',
  ])('throws on bytes that end too early: %s', (hex) => {
    expect(() => decodeServiceBinding(Buffer.from(hex, 'hex'))).toThrow();
  });
});
