/** Blocks that the IANA IPv4 special-purpose address registry does not call globally reachable, and multicast. */
const INTERNAL_V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8], // "This network", RFC 791
  ['10.0.0.0', 8], // Private, RFC 1918
  ['100.64.0.0', 10], // Carrier-grade NAT, RFC 6598
  ['127.0.0.0', 8], // Loopback, RFC 1122
  ['169.254.0.0', 16], // Link local, RFC 3927
  ['172.16.0.0', 12], // Private, RFC 1918
  ['192.0.0.0', 24], // Protocol assignments, RFC 6890
  ['192.0.2.0', 24], // Documentation, RFC 5737
  ['192.88.99.0', 24], // 6to4 relays, deprecated by RFC 7526
  ['192.168.0.0', 16], // Private, RFC 1918
  ['198.18.0.0', 15], // Benchmarking, RFC 2544
  ['198.51.100.0', 24], // Documentation, RFC 5737
  ['203.0.113.0', 24], // Documentation, RFC 5737
  ['224.0.0.0', 4], // Multicast, RFC 1112
  ['240.0.0.0', 4], // Reserved and broadcast, RFC 1112
];

/**
 * Blocks inside 2000::/3 that are no public unicast address, from the IANA IPv6 special-purpose address registry. Everything
 * outside 2000::/3 is internal already: unspecified, loopback, discard, unique local, link local, site local, multicast.
 */
const INTERNAL_V6: readonly (readonly [string, number])[] = [
  ['2001::', 23], // Protocol assignments with Teredo, benchmarking and ORCHID, RFC 2928
  ['2001:db8::', 32], // Documentation, RFC 3849
  ['3fff::', 20], // Documentation, RFC 9637
];

/**
 * Whether an address is of an internal network, of this machine or of no machine: no check connects to it unless the
 * person allows that. An IPv6 address that carries an IPv4 address counts as that one. What is no address at all is
 * internal. Sources: https://www.iana.org/assignments/iana-ipv4-special-registry and …/iana-ipv6-special-registry.
 */
export function isInternalAddress(address: string): boolean {
  if (!address.includes(':')) {
    const value = parseV4(address);
    return value === undefined || isInternalV4(value);
  }
  const groups = parseV6(address);
  if (!groups || address.includes('%')) return true;
  if (embeddedV4(groups).some(isInternalV4)) return true;
  return !isTranslated(groups) && !isGlobalV6(groups);
}

function isInternalV4(value: number): boolean {
  return INTERNAL_V4.some(([first, length]) => {
    const start = parseV4(first) ?? 0;
    return value >= start && value < start + 2 ** (32 - length);
  });
}

/** Of IPv6 only 2000::/3 is routed globally. */
function isGlobalV6(groups: readonly number[]): boolean {
  const [first = 0] = groups;
  return (first & 0xe000) === 0x2000 && !INTERNAL_V6.some(([block, length]) => isWithin(groups, block, length));
}

/** A mapped address and one of the well-known NAT64 prefix lead to the IPv4 address that they carry. */
function isTranslated(groups: readonly number[]): boolean {
  return isWithin(groups, '::ffff:0:0', 96) || isWithin(groups, '64:ff9b::', 96);
}

/** Every IPv4 address that the address may carry; none where it has no such form. */
function embeddedV4(groups: readonly number[]): readonly number[] {
  const [g0 = 0, g1 = 0, g2 = 0, , g4 = 0, g5 = 0, g6 = 0, g7 = 0] = groups;
  const low = g6 * 0x10000 + g7;
  // Mapped, compatible, translated (RFC 6052, RFC 8215).
  const carriesLow = ['::ffff:0:0', '::', '::ffff:0:0:0', '64:ff9b::'].some((block) => isWithin(groups, block, 96));
  // ISATAP, RFC 5214: the interface identifier is 0000:5efe or 0200:5efe, then the IPv4 address.
  const isIsatap = (g4 & 0xfdff) === 0 && g5 === 0x5efe;
  return [
    ...(carriesLow || isIsatap ? [low] : []),
    // 6to4, RFC 3056.
    ...(g0 === 0x2002 ? [g1 * 0x10000 + g2] : []),
  ];
}

function isWithin(groups: readonly number[], block: string, length: number): boolean {
  return (parseV6(block) ?? []).every((wanted, index) => {
    const bits = Math.max(0, Math.min(16, length - index * 16));
    const mask = (0xffff << (16 - bits)) & 0xffff;
    return ((groups[index] ?? 0) & mask) === (wanted & mask);
  });
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
