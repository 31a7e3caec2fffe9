import { randomBytes } from 'node:crypto';
import { createConnection } from 'node:net';
import type { NetworkRoute } from '../http/network';
import { responsiveLimit } from '../timing/time-limit';

/** Versions as they are written on the wire. */
export const TLS_1_0 = 0x0301;
export const TLS_1_1 = 0x0302;
export const TLS_1_2 = 0x0303;

/** ECDHE with an AEAD cipher (RFC 5289, RFC 7905): what Apple's OS 27 releases ask for on TLS 1.2. [documented] */
export const MODERN_CIPHERS = [0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8] as const;
/** What else servers speak: ECDHE with CBC, DHE, and RSA key exchange. */
export const OLDER_CIPHERS = [
  0xc009, 0xc013, 0xc00a, 0xc014, 0xc023, 0xc027, 0xc024, 0xc028, 0x009e, 0x009f, 0x0033, 0x0039, 0x009c, 0x009d,
  0x003c, 0x003d, 0x002f, 0x0035, 0x000a,
] as const;

const CIPHER_NAMES: Readonly<Record<number, string>> = {
  49161: 'ECDHE-ECDSA-AES128-SHA',
  49171: 'ECDHE-RSA-AES128-SHA',
  49162: 'ECDHE-ECDSA-AES256-SHA',
  49172: 'ECDHE-RSA-AES256-SHA',
  156: 'AES128-GCM-SHA256 without ECDHE',
  157: 'AES256-GCM-SHA384 without ECDHE',
  47: 'AES128-SHA without ECDHE',
  53: 'AES256-SHA without ECDHE',
  10: '3DES without ECDHE',
};

export interface HelloOptions {
  readonly serverName: string;
  readonly version: typeof TLS_1_1 | typeof TLS_1_2;
  readonly ciphers: readonly number[];
  readonly timeoutMs: number;
}

/** What the server sent in the clear before the first key is in use. */
interface ServerFlight {
  readonly version: number;
  readonly cipher: string;
  readonly extendedMasterSecret: boolean;
  readonly asksForClientCertificate: boolean;
  /** DER of the certificates as they were sent. */
  readonly chain: readonly Buffer[];
}

export type HelloOutcome =
  | { readonly kind: 'flight'; readonly flight: ServerFlight }
  | { readonly kind: 'alert'; readonly description: number }
  /** Bytes that are no TLS; `text` where they are readable. */
  | { readonly kind: 'not-tls'; readonly text: string }
  | { readonly kind: 'failed'; readonly reason: 'timeout' | 'closed' | 'broken' };

const RECORD_ALERT = 21;
const RECORD_HANDSHAKE = 22;
const SERVER_HELLO = 2;
const CERTIFICATE = 11;
const CERTIFICATE_REQUEST = 13;
const SERVER_HELLO_DONE = 14;
const EXTENSION_EXTENDED_MASTER_SECRET = 0x0017;
/** No server's first flight is longer: chains have a few kilobytes. */
const MAX_FLIGHT_BYTES = 256 * 1024;

/** Sends one ClientHello and reads the server's first flight (RFC 5246, section 7.3); then hangs up. */
export function sayHello(route: NetworkRoute, options: HelloOptions): Promise<HelloOutcome> {
  return new Promise((resolve) => {
    const socket = createConnection(route);
    let received = Buffer.alloc(0);
    const finish = (outcome: HelloOutcome) => {
      stop();
      socket.destroy();
      resolve(outcome);
    };
    const stop = responsiveLimit(options.timeoutMs)(() => finish({ kind: 'failed', reason: 'timeout' }));
    socket.on('error', () => finish({ kind: 'failed', reason: 'broken' }));
    socket.on('close', () => finish({ kind: 'failed', reason: 'closed' }));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      const outcome = readFlight(received);
      if (outcome) finish(outcome);
      else if (received.length > MAX_FLIGHT_BYTES) finish({ kind: 'failed', reason: 'broken' });
    });
    socket.write(clientHello(options));
  });
}

/** The outcome as far as the bytes show it, or nothing while more must come. Never throws. */
export function readFlight(bytes: Buffer): HelloOutcome | undefined {
  const handshake: Buffer[] = [];
  for (let at = 0; at + 5 <= bytes.length; ) {
    const type = bytes.readUInt8(at);
    if (type < 20 || type > 23 || bytes.readUInt8(at + 1) !== 3) return notTls(bytes);
    const end = at + 5 + bytes.readUInt16BE(at + 3);
    if (end > bytes.length) break;
    const fragment = bytes.subarray(at + 5, end);
    if (type === RECORD_ALERT && fragment.length >= 2) return { kind: 'alert', description: fragment.readUInt8(1) };
    if (type === RECORD_HANDSHAKE) handshake.push(fragment);
    at = end;
  }
  if (bytes.length > 0 && bytes.length < 5 && (bytes[0] ?? 0) >= 0x20) return notTls(bytes);
  return readMessages(Buffer.concat(handshake));
}

function notTls(bytes: Buffer): HelloOutcome {
  return { kind: 'not-tls', text: bytes.subarray(0, 60).toString('latin1') };
}

function readMessages(bytes: Buffer): HelloOutcome | undefined {
  let flight: ServerFlight | undefined;
  for (let at = 0; at + 4 <= bytes.length; ) {
    const type = bytes.readUInt8(at);
    const end = at + 4 + bytes.readUIntBE(at + 1, 3);
    if (end > bytes.length) return undefined;
    const message = bytes.subarray(at + 4, end);
    try {
      if (type === SERVER_HELLO) flight = readServerHello(message);
      else if (type === CERTIFICATE && flight) flight = { ...flight, chain: readCertificates(message) };
      else if (type === CERTIFICATE_REQUEST && flight) flight = { ...flight, asksForClientCertificate: true };
    } catch {
      return { kind: 'failed', reason: 'broken' };
    }
    if (type === SERVER_HELLO_DONE && flight) return { kind: 'flight', flight };
    at = end;
  }
  return undefined;
}

function readServerHello(message: Buffer): ServerFlight {
  const version = message.readUInt16BE(0);
  const afterSession = 35 + message.readUInt8(34);
  const cipher = message.readUInt16BE(afterSession);
  let extendedMasterSecret = false;
  for (let at = afterSession + 5; at + 4 <= message.length; at += 4 + message.readUInt16BE(at + 2)) {
    if (message.readUInt16BE(at) === EXTENSION_EXTENDED_MASTER_SECRET) extendedMasterSecret = true;
  }
  return {
    version,
    cipher: CIPHER_NAMES[cipher] ?? `0x${cipher.toString(16).padStart(4, '0')}`,
    extendedMasterSecret,
    asksForClientCertificate: false,
    chain: [],
  };
}

function readCertificates(message: Buffer): Buffer[] {
  const chain: Buffer[] = [];
  for (let at = 3; at + 3 <= message.length; ) {
    const end = at + 3 + message.readUIntBE(at, 3);
    if (end > message.length) throw new RangeError('A certificate goes beyond the message.');
    chain.push(message.subarray(at + 3, end));
    at = end;
  }
  return chain;
}

function clientHello({ serverName, version, ciphers }: HelloOptions): Buffer {
  const body = Buffer.concat([
    uint16(version),
    randomBytes(32),
    Buffer.from([0]),
    sized(2, Buffer.concat(ciphers.map(uint16))),
    Buffer.from([1, 0]),
    sized(2, Buffer.concat(extensions(serverName))),
  ]);
  const handshake = Buffer.concat([Buffer.from([1]), sized(3, body)]);
  return Buffer.concat([Buffer.from([RECORD_HANDSHAKE]), uint16(TLS_1_0), sized(2, handshake)]);
}

function extensions(serverName: string): Buffer[] {
  const name = Buffer.concat([Buffer.from([0]), sized(2, Buffer.from(serverName, 'ascii'))]);
  return [
    // An address is no server name (RFC 6066, section 3).
    ...(serverName === '' ? [] : [extension(0x0000, sized(2, name))]),
    extension(EXTENSION_EXTENDED_MASTER_SECRET, Buffer.alloc(0)),
    // x25519, P-256, P-384, P-521.
    extension(0x000a, sized(2, Buffer.concat([0x001d, 0x0017, 0x0018, 0x0019].map(uint16)))),
    extension(0x000b, sized(1, Buffer.from([0]))),
    // ECDSA, RSA-PSS and RSA with SHA-256 to SHA-512, then SHA-1, so that weak certificates are seen as well.
    extension(
      0x000d,
      sized(
        2,
        Buffer.concat(
          [0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201].map(uint16),
        ),
      ),
    ),
    extension(0xff01, Buffer.from([0])),
  ];
}

function extension(type: number, data: Buffer): Buffer {
  return Buffer.concat([uint16(type), sized(2, data)]);
}

/** `data` behind its own length, in `width` bytes. */
function sized(width: number, data: Buffer): Buffer {
  const length = Buffer.alloc(width);
  length.writeUIntBE(data.length, 0, width);
  return Buffer.concat([length, data]);
}

function uint16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff]);
}
