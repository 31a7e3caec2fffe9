import { createSocket } from 'node:dgram';
import { type Answer, AUTHORITATIVE_ANSWER, decode, encode, type Packet } from 'dns-packet';
import type { PublicDns } from './simulation/aws/api';

/** A record of local DNS: lower case, no dot at the end. A CAA value is `issue amazon.com`. */
export interface PublicRecord {
  readonly name: string;
  readonly type: 'A' | 'AAAA' | 'NS' | 'CNAME' | 'CAA';
  readonly value: string;
}

export interface NameServer {
  readonly port: number;
  close(): Promise<void>;
}

/** The current records: customers change theirs while the local cloud runs. */
export type Records = () => readonly PublicRecord[];

const NXDOMAIN = 3;
const TTL = 60;
const AMAZON = ['amazon.com', 'amazontrust.com', 'awstrust.com', 'amazonaws.com'];

/** Answers for these names over UDP, on the loopback address only. Any free port when left out. */
export async function startNameServer(records: Records, port = 0): Promise<NameServer> {
  const socket = createSocket('udp4');
  socket.on('message', (bytes, sender) => {
    const reply = readQuery(bytes, records());
    if (reply) socket.send(reply, sender.port, sender.address);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, '127.0.0.1', resolve);
  });
  const close = () => new Promise<void>((resolve) => socket.close(resolve));
  return { port: socket.address().port, close };
}

/** How ACM queries these records. */
export function publicDnsOf(records: Records): PublicDns {
  return {
    cname: async (name) => records().find((each) => each.name === name && each.type === 'CNAME')?.value,
    amazonMayIssue: async (name) => {
      const allowed = caaOf(records(), name);
      return allowed.length === 0 || allowed.some((value) => AMAZON.includes(value));
    },
  };
}

/** The CAA records in force: those of the nearest name upwards that has any (RFC 8659, section 3). */
function caaOf(records: readonly PublicRecord[], name: string): readonly string[] {
  const labels = name.split('.');
  const upwards = labels.map((_, index) => labels.slice(index).join('.'));
  const at = upwards.find((each) => records.some((record) => record.name === each && record.type === 'CAA'));
  return records
    .filter((record) => record.name === at && record.type === 'CAA' && record.value.startsWith('issue '))
    .map(({ value }) => value.slice('issue '.length));
}

/** Bytes from the network may be anything: only a query gets a reply. */
function readQuery(bytes: Buffer, records: readonly PublicRecord[]): Buffer | undefined {
  try {
    return encode(answer(decode(bytes), records));
  } catch {
    return undefined;
  }
}

function answer(query: Packet, records: readonly PublicRecord[]): Packet {
  const [question] = query.questions ?? [];
  if (!question) throw new RangeError('A query without a question.');
  const name = question.name.toLowerCase();
  const here = records.filter((record) => record.name === name);
  const answers = here.filter(({ type }) => type === question.type || type === 'CNAME').map(toAnswer);
  const known = here.length > 0 || records.some((record) => record.name.endsWith(`.${name}`));
  return {
    type: 'response',
    id: query.id,
    flags: AUTHORITATIVE_ANSWER | (known ? 0 : NXDOMAIN),
    questions: [question],
    answers,
    authorities: answers.length === 0 ? [startOfAuthority(name, records)] : [],
  };
}

function toAnswer({ name, type, value }: PublicRecord): Answer {
  if (type !== 'CAA') return { name, ttl: TTL, type, data: value };
  const [tag, ...rest] = value.split(' ');
  return { name, ttl: TTL, type, data: { flags: 0, tag: caaTag(tag), value: rest.join(' ') } };
}

function caaTag(tag: string | undefined): 'issue' | 'issuewild' | 'iodef' {
  return tag === 'issuewild' || tag === 'iodef' ? tag : 'issue';
}

/** The zone of a name: the nearest name upwards that has name servers. */
function startOfAuthority(name: string, records: readonly PublicRecord[]): Answer {
  const labels = name.split('.');
  const upwards = labels.map((_, index) => labels.slice(index).join('.'));
  const zone =
    upwards.find((each) => records.some((record) => record.name === each && record.type === 'NS')) ?? 'example';
  const times = { serial: 1, refresh: 3600, retry: 600, expire: 86_400, minimum: 60 };
  return { name: zone, ttl: TTL, type: 'SOA', data: { mname: `ns1.${zone}`, rname: `hostmaster.${zone}`, ...times } };
}
