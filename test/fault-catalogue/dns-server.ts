import { createSocket, type Socket } from 'node:dgram';
import { type AddressInfo, createServer, type Server } from 'node:net';
import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  CHECKING_DISABLED,
  decode,
  encode,
  type Packet,
  type RecordType,
  TRUNCATED_RESPONSE,
} from 'dns-packet';
import type { NameEntry } from './environment';

const HTTPS_TYPE = 'UNKNOWN_65';
const RCODE = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3 } as const;
const TTL = 60;

/** A resolver of simulated names, over UDP and TCP on one loopback port. */
export class CatalogueDns {
  private constructor(
    private readonly udp: Socket,
    private readonly tcp: Server,
    readonly port: number,
  ) {}

  static async start(find: (name: string) => NameEntry | undefined): Promise<CatalogueDns> {
    const udp = createSocket('udp4');
    udp.on('message', (bytes, { port, address }) => {
      const reply = answer(bytes, find, 'udp');
      if (reply) udp.send(reply, port, address);
    });
    const tcp = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.on('data', (bytes) => {
        const reply = answer(bytes.subarray(2), find, 'tcp');
        if (!reply) return;
        const length = Buffer.alloc(2);
        length.writeUInt16BE(reply.length);
        socket.end(Buffer.concat([length, reply]));
      });
    });
    // TCP first: its free ports are fewer, and the same one is nearly always free for UDP.
    await new Promise<void>((resolve, reject) => tcp.on('error', reject).listen(0, '127.0.0.1', resolve));
    const { port } = tcp.address() as AddressInfo;
    try {
      await new Promise<void>((resolve, reject) => udp.on('error', reject).bind(port, '127.0.0.1', resolve));
    } catch {
      tcp.close();
      return CatalogueDns.start(find);
    }
    return new CatalogueDns(udp, tcp, port);
  }

  async stop(): Promise<void> {
    this.udp.close();
    await new Promise((resolve) => this.tcp.close(resolve));
  }
}

function answer(
  bytes: Buffer,
  find: (name: string) => NameEntry | undefined,
  transport: 'udp' | 'tcp',
): Buffer | undefined {
  const query = decode(bytes);
  const question = query.questions?.[0];
  if (!question) return undefined;
  const name = question.name.toLowerCase();
  const unchecked = ((query.flags ?? 0) & CHECKING_DISABLED) !== 0;
  const found = resolve(name, question.type, find, unchecked);
  if (found === 'silent') return undefined;
  const truncated = transport === 'udp' && find(name)?.large === true;
  const flags = AUTHORITATIVE_ANSWER | RCODE[found.code] | (truncated ? TRUNCATED_RESPONSE : 0);
  const packet: Packet = {
    type: 'response',
    id: query.id,
    flags,
    questions: [question],
    answers: truncated ? [] : found.answers,
    authorities: found.answers.length === 0 ? soaOf(name, find) : [],
  };
  return encode(packet);
}

interface Found {
  readonly code: keyof typeof RCODE;
  readonly answers: Answer[];
}

function resolve(
  start: string,
  type: RecordType,
  find: (name: string) => NameEntry | undefined,
  unchecked: boolean,
): Found | 'silent' {
  const answers: Answer[] = [];
  let name = start;
  for (let hops = 0; hops < 8; hops += 1) {
    const entry = find(name);
    if (!entry) return { code: 'NXDOMAIN', answers };
    if (entry.status === 'silent') return 'silent';
    if (entry.status === 'SERVFAIL' || (entry.status === 'bogus' && !unchecked))
      return { code: 'SERVFAIL', answers: [] };
    const alias = entry.CNAME;
    if (alias === undefined) return { code: 'NOERROR', answers: [...answers, ...recordsOf(name, type, entry)] };
    answers.push({ type: 'CNAME', name, ttl: TTL, data: alias });
    name = alias;
  }
  return { code: 'NOERROR', answers };
}

function recordsOf(name: string, type: string, entry: NameEntry): Answer[] {
  const common = { name, ttl: TTL } as const;
  switch (type) {
    case 'A':
    case 'AAAA':
    case 'NS':
      return (entry[type] ?? []).map((data) => ({ ...common, type, data }));
    case 'CAA':
      return (entry.CAA ?? []).map((data) => ({ ...common, type: 'CAA', data: { ...data, flags: 0 } }));
    case HTTPS_TYPE:
      return (entry.HTTPS ?? []).map((binding) => ({
        ...common,
        type: HTTPS_TYPE as 'NULL',
        data: encodeBinding(binding),
      }));
    default:
      return [];
  }
}

/** RFC 9460, section 2.2: priority, target, then parameters in ascending order of their keys. */
function encodeBinding({ priority, target, port, ipv4Hint }: NonNullable<NameEntry['HTTPS']>[number]): Buffer {
  const labels = target === '.' ? [] : target.split('.');
  const name = Buffer.concat([
    ...labels.map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
    Buffer.from([0]),
  ]);
  const parameters = [
    ...(port === undefined ? [] : [Buffer.from([0, 3, 0, 2, port >> 8, port & 0xff])]),
    ...(ipv4Hint === undefined ? [] : [Buffer.from([0, 4, 0, 4, ...ipv4Hint.split('.').map(Number)])]),
  ];
  return Buffer.concat([Buffer.from([0, priority]), name, ...parameters]);
}

/** The zone of a name: the nearest one above it that has name servers. */
function soaOf(name: string, find: (name: string) => NameEntry | undefined): Answer[] {
  const labels = name.split('.');
  const zones = labels.map((_, index) => labels.slice(index).join('.'));
  const apex = zones.find((zone) => find(zone)?.NS) ?? zones.at(-1) ?? '';
  const data = {
    mname: `ns1.${apex}`,
    rname: `hostmaster.${apex}`,
    serial: 1,
    refresh: 1,
    retry: 1,
    expire: 1,
    minimum: 1,
  };
  return [{ type: 'SOA', name: apex, ttl: TTL, data }];
}
