/** Blocks of IPv4 that are no public address (IANA special-purpose registry), as [first, prefix length]. */
const INTERNAL_V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/**
 * Whether an address is of an internal network, of this machine or of no machine: not asked unless the person says so.
 * An IPv6 address that carries an IPv4 one (mapped, compatible, 6to4, NAT64) is judged by that one as well. What is no
 * address at all counts as internal.
 */
export function isInternalAddress(address: string): boolean {
  if (address.includes(':')) return isInternalV6(address);
  const value = parseV4(address);
  return value === undefined || isInternalV4(value);
}

function isInternalV4(value: number): boolean {
  return INTERNAL_V4.some(([first, length]) => {
    const start = parseV4(first) ?? 0;
    return value >= start && value < start + 2 ** (32 - length);
  });
}

function isInternalV6(address: string): boolean {
  const groups = parseV6(address);
  if (!groups) return true;
  const [first = 0, second = 0] = groups;
  const embedded = embeddedV4(groups);
  if (embedded !== undefined) return isInternalV4(embedded);
  const zero = groups.slice(0, 7).every((group) => group === 0);
  if (zero) return true;
  // Unique local fc00::/7, link local fe80::/10, site local fec0::/10, multicast ff00::/8, discard 100::/64.
  return (
    (first & 0xfe00) === 0xfc00 || (first & 0xff80) === 0xfe80 || first >= 0xff00 || (first === 0x100 && second === 0)
  );
}

/** The IPv4 address inside ::ffff:0:0/96, ::/96, 64:ff9b::/96 or 2002::/16, as a number. */
function embeddedV4(groups: readonly number[]): number | undefined {
  const [g0 = 0, g1 = 0, g2 = 0, g3 = 0, g4 = 0, g5 = 0, g6 = 0, g7 = 0] = groups;
  const low = g6 * 0x10000 + g7;
  const middleIsZero = g2 === 0 && g3 === 0 && g4 === 0;
  if (g0 === 0 && g1 === 0 && middleIsZero && g5 === 0xffff) return low;
  if (g0 === 0 && g1 === 0 && middleIsZero && g5 === 0 && low > 1) return low;
  if (g0 === 0x64 && g1 === 0xff9b && middleIsZero && g5 === 0) return low;
  if (g0 === 0x2002) return g1 * 0x10000 + g2;
  return undefined;
}

function parseV4(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((value, part) => value * 256 + Number(part), 0);
}

/** The eight groups of an IPv6 address without zone. */
function parseV6(text: string): readonly number[] | undefined {
  const bare = text.split('%')[0] ?? '';
  const lastColon = bare.lastIndexOf(':');
  const v4 = bare.includes('.') ? parseV4(bare.slice(lastColon + 1)) : undefined;
  if (bare.includes('.') && v4 === undefined) return undefined;
  const hex =
    v4 === undefined
      ? bare
      : `${bare.slice(0, lastColon + 1)}${Math.floor(v4 / 0x10000).toString(16)}:${(v4 % 0x10000).toString(16)}`;
  const [head = '', tail, more] = hex.split('::');
  if (more !== undefined) return undefined;
  const left = groupsOf(head);
  const right = tail === undefined ? [] : groupsOf(tail);
  const missing = 8 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...left, ...Array.from({ length: missing }, () => 0), ...right];
  return groups.every((group) => group >= 0 && group <= 0xffff) ? groups : undefined;
}

function groupsOf(text: string): number[] {
  if (text === '') return [];
  return text.split(':').map((group) => (/^[0-9a-f]{1,4}$/i.test(group) ? Number.parseInt(group, 16) : -1));
}
