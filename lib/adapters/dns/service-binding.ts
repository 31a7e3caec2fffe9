import type { ServiceBinding } from '../../core/doctor/facts';

const KEY_PORT = 3;
const KEY_IPV4_HINT = 4;
const KEY_IPV6_HINT = 6;

/**
 * Reads the record data of HTTPS and SVCB (RFC 9460, section 2.2): priority, target, then parameters.
 * Throws a RangeError on bytes that end too early.
 */
export function decodeServiceBinding(data: Buffer): ServiceBinding {
  const priority = data.readUInt16BE(0);
  const [target, afterName] = readName(data, 2);
  const parameters = readParameters(data, afterName);
  return {
    priority,
    target,
    port: parameters.get(KEY_PORT)?.readUInt16BE(0),
    ipv4Hints: chunks(parameters.get(KEY_IPV4_HINT), 4).map((bytes) => [...bytes].join('.')),
    ipv6Hints: chunks(parameters.get(KEY_IPV6_HINT), 16).map(formatV6),
  };
}

/** The target is never compressed (RFC 9460, section 2.2). */
function readName(data: Buffer, start: number): [string, number] {
  const labels: string[] = [];
  let at = start;
  for (let length = data.readUInt8(at); length > 0; length = data.readUInt8(at)) {
    if (at + 1 + length > data.length) throw new RangeError('A label goes beyond the record.');
    labels.push(data.subarray(at + 1, at + 1 + length).toString('latin1'));
    at += 1 + length;
  }
  return [labels.length === 0 ? '.' : labels.join('.').toLowerCase(), at + 1];
}

function readParameters(data: Buffer, start: number): Map<number, Buffer> {
  const parameters = new Map<number, Buffer>();
  for (let at = start; at < data.length; ) {
    const key = data.readUInt16BE(at);
    const end = at + 4 + data.readUInt16BE(at + 2);
    if (end > data.length) throw new RangeError('A parameter goes beyond the record.');
    parameters.set(key, data.subarray(at + 4, end));
    at = end;
  }
  return parameters;
}

function chunks(data: Buffer | undefined, size: number): Buffer[] {
  if (!data) return [];
  return Array.from({ length: Math.floor(data.length / size) }, (_, index) =>
    data.subarray(index * size, (index + 1) * size),
  );
}

function formatV6(bytes: Buffer): string {
  const groups = chunks(bytes, 2).map((pair) => pair.readUInt16BE(0).toString(16));
  return groups.join(':');
}
