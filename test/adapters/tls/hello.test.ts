import fc from 'fast-check';
import { readFlight } from '../../../lib/adapters/tls/hello';

const record = (type: number, body: string) => {
  const bytes = Buffer.from(body, 'hex');
  return Buffer.concat([Buffer.from([type, 3, 3, bytes.length >> 8, bytes.length & 0xff]), bytes]);
};
const HELLO = `020000280303${'11'.repeat(32)}00c02b000000`;
const DONE = '0e000000';

describe('readFlight', () => {
  test('reads a flight over several records', () => {
    const hello = `0200002c0303${'11'.repeat(32)}00c02b0000040017${'0000'}`;
    const bytes = Buffer.concat([record(22, hello.slice(0, 20)), record(22, hello.slice(20) + DONE)]);
    expect(readFlight(bytes)).toMatchObject({
      kind: 'flight',
      flight: { version: 0x0303, extendedMasterSecret: true, asksForClientCertificate: false },
    });
  });

  test('sees a request for a client certificate', () => {
    const hello = HELLO;
    expect(readFlight(record(22, `${hello}0d000000${DONE}`))).toMatchObject({
      flight: { asksForClientCertificate: true, extendedMasterSecret: false },
    });
  });

  test('names an alert', () => {
    expect(readFlight(record(21, '0228'))).toEqual({ kind: 'alert', description: 40 });
  });

  test('recognises a server that speaks first, and no TLS', () => {
    expect(readFlight(Buffer.from('SSH-2.0-OpenSSH_9.6\r\n'))).toEqual({
      kind: 'not-tls',
      text: 'SSH-2.0-OpenSSH_9.6\r\n',
    });
    expect(readFlight(Buffer.from('SSH'))).toMatchObject({ kind: 'not-tls' });
  });

  test('waits for more', () => {
    expect(readFlight(Buffer.alloc(0))).toBeUndefined();
    expect(readFlight(record(22, HELLO).subarray(0, 9))).toBeUndefined();
  });

  test('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, framed) => {
        const data = framed ? record(22, Buffer.from(bytes).toString('hex')) : Buffer.from(bytes);
        expect(() => readFlight(data)).not.toThrow();
      }),
    );
  });
});
