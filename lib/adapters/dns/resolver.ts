import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { getServers } from 'node:dns';
import { createConnection } from 'node:net';
import {
  type Answer,
  CHECKING_DISABLED,
  decode,
  encode,
  type Packet,
  RECURSION_DESIRED,
  type RecordType,
  TRUNCATED_RESPONSE,
} from 'dns-packet';
import { type Observation, observed, unknown } from '../../core/observation';
import { responsiveLimit } from '../timing/time-limit';

type QuestionType = 'A' | 'AAAA' | 'NS' | 'SOA' | 'CAA' | 'HTTPS' | 'CNAME';

export interface DnsQuestion {
  readonly name: string;
  readonly type: QuestionType;
  /** Asks a validating resolver for the answer although DNSSEC fails. */
  readonly checkingDisabled?: boolean;
}

/** One reply of a resolver, as it came. */
export interface DnsReply {
  /** NOERROR, NXDOMAIN, SERVFAIL … */
  readonly code: string;
  readonly answers: readonly Answer[];
  readonly authorities: readonly Answer[];
  /** Extended DNS error (RFC 8914), if the resolver gave one. */
  readonly extendedError?: string;
}

/** Asks one question; a resolver that does not answer is unknown, never absent. */
export interface Resolver {
  readonly name: string;
  ask(question: DnsQuestion): Promise<Observation<DnsReply>>;
}

export interface DnsServer {
  readonly host: string;
  readonly port: number;
}

/** dns-packet knows neither name nor format of type 65, but carries unknown types as bytes. */
const HTTPS_TYPE = 'UNKNOWN_65';
/** Fits every path without fragments (DNS flag day 2020). */
const UDP_PAYLOAD_BYTES = 1232;
const EXTENDED_ERROR_OPTION = 15;

/** The resolvers that this machine is set up with. */
export function systemDnsServers(): readonly DnsServer[] {
  return getServers().map((server) => {
    const [, bracketed, port] = /^\[(.+)\]:(\d+)$/.exec(server) ?? /^([^:]+):(\d+)$/.exec(server) ?? [];
    return { host: bracketed ?? server, port: port === undefined ? 53 : Number(port) };
  });
}

/** Asks over UDP, and over TCP where the reply does not fit; the next server where one stays silent. */
export function createResolver(servers: readonly DnsServer[], timeoutMs: number): Resolver {
  return {
    name: servers.map(({ host, port }) => (port === 53 ? host : `${host}:${port}`)).join(', '),
    async ask(question) {
      let reason = 'this machine has no DNS resolver';
      for (const server of servers) {
        try {
          return observed(await askServer(server, question, timeoutMs));
        } catch (error) {
          reason = `the resolver ${server.host} does not answer (${reasonOf(error)})`;
        }
      }
      return unknown(reason);
    },
  };
}

function reasonOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : 'unknown';
}

async function askServer(server: DnsServer, question: DnsQuestion, timeoutMs: number): Promise<DnsReply> {
  const query = buildQuery(question);
  // A datagram may get lost: one more try within the time.
  const reply = await overUdp(server, query, timeoutMs / 2).catch(() => overUdp(server, query, timeoutMs / 2));
  const truncated = ((reply.flags ?? 0) & TRUNCATED_RESPONSE) !== 0;
  return toReply(truncated ? await overTcp(server, query, timeoutMs) : reply);
}

interface Query {
  readonly id: number;
  readonly name: string;
  readonly bytes: Buffer;
}

function buildQuery({ name, type, checkingDisabled }: DnsQuestion): Query {
  const id = randomInt(0x10000);
  const wireType = (type === 'HTTPS' ? HTTPS_TYPE : type) as RecordType;
  const bytes = encode({
    type: 'query',
    id,
    flags: RECURSION_DESIRED | (checkingDisabled ? CHECKING_DISABLED : 0),
    questions: [{ name, type: wireType }],
    additionals: [
      {
        name: '.',
        type: 'OPT',
        udpPayloadSize: UDP_PAYLOAD_BYTES,
        extendedRcode: 0,
        ednsVersion: 0,
        flags: 0,
        flag_do: false,
        options: [],
      },
    ],
  });
  return { id, name, bytes };
}

function overUdp({ host, port }: DnsServer, query: Query, timeoutMs: number): Promise<Packet> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    const finish = (error?: Error, packet?: Packet) => {
      stop();
      socket.close();
      if (packet) resolve(packet);
      else reject(error ?? new Error('no reply'));
    };
    const stop = responsiveLimit(timeoutMs)(() => finish(new Error('no reply in time')));
    socket.on('error', finish);
    socket.on('message', (bytes) => {
      const packet = readReply(bytes, query);
      // A stray or forged datagram is not the reply: keep waiting.
      if (packet) finish(undefined, packet);
    });
    // Connected, so that the kernel drops datagrams of other senders.
    socket.connect(port, host, () => socket.send(query.bytes));
  });
}

function overTcp({ host, port }: DnsServer, query: Query, timeoutMs: number): Promise<Packet> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host, port });
    let received = Buffer.alloc(0);
    const finish = (error?: Error, packet?: Packet) => {
      stop();
      socket.destroy();
      if (packet) resolve(packet);
      else reject(error ?? new Error('no reply'));
    };
    const stop = responsiveLimit(timeoutMs)(() => finish(new Error('no reply in time')));
    socket.on('error', finish).on('close', () => finish(new Error('connection closed')));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
      finish(new Error('unreadable reply'), readReply(received.subarray(2, 2 + received.readUInt16BE(0)), query));
    });
    const length = Buffer.alloc(2);
    length.writeUInt16BE(query.bytes.length);
    socket.write(Buffer.concat([length, query.bytes]));
  });
}

/** The reply to this query, or nothing: bytes from the network may be anything. */
function readReply(bytes: Buffer, query: Query): Packet | undefined {
  try {
    const packet = decode(bytes);
    const asked = packet.questions?.[0]?.name;
    const matches =
      packet.type === 'response' && packet.id === query.id && (asked === undefined || sameName(asked, query.name));
    return matches ? packet : undefined;
  } catch {
    return undefined;
  }
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function toReply(packet: Packet): DnsReply {
  return {
    code: 'rcode' in packet && typeof packet.rcode === 'string' ? packet.rcode : 'UNKNOWN',
    answers: packet.answers ?? [],
    authorities: packet.authorities ?? [],
    extendedError: extendedErrorOf(packet),
  };
}

function extendedErrorOf(packet: Packet): string | undefined {
  const opt = packet.additionals?.find((record) => record.type === 'OPT');
  if (opt?.type !== 'OPT') return undefined;
  const option = opt.options.find(({ code }) => Number(code) === EXTENDED_ERROR_OPTION);
  if (!option || !('data' in option) || !Buffer.isBuffer(option.data) || option.data.length < 2) return undefined;
  const text = option.data.subarray(2).toString('utf8');
  return `error ${option.data.readUInt16BE(0)}${text === '' ? '' : `: ${text}`}`;
}
