import fc from 'fast-check';
import { isInternalAddress } from '../../lib/core/internal-address';

describe('isInternalAddress', () => {
  test.each([
    ['this machine', '127.0.0.1'],
    ['this machine, IPv6', '::1'],
    ['no address yet', '0.0.0.0'],
    ['no address yet, IPv6', '::'],
    ['private 10/8', '10.255.0.1'],
    ['private 172.16/12, first', '172.16.0.0'],
    ['private 172.16/12, last', '172.31.255.255'],
    ['private 192.168/16', '192.168.1.1'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['link local, metadata of clouds', '169.254.169.254'],
    ['benchmarking', '198.18.0.1'],
    ['multicast', '224.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['IPv4-mapped', '::ffff:192.168.1.1'],
    ['IPv4-mapped in hexadecimal', '::ffff:c0a8:101'],
    ['IPv4-mapped, written out', '0:0:0:0:0:ffff:7f00:1'],
    ['IPv4-compatible', '::10.0.0.1'],
    ['NAT64', '64:ff9b::a00:1'],
    ['6to4', '2002:c0a8:101::1'],
    ['unique local', 'fd12:3456::1'],
    ['link local with a zone', 'fe80::1%eth0'],
    ['site local', 'fec0::1'],
    ['multicast, IPv6', 'ff02::1'],
    ['discard', '100::1'],
    ['no address at all', 'localhost'],
    ['too many groups', '1:2:3:4:5:6:7:8:9'],
    ['two gaps', '1::2::3'],
    ['a number too large', '256.1.1.1'],
  ])('%s is not asked', (_name, address) => {
    expect(isInternalAddress(address)).toBe(true);
  });

  test.each([
    ['a public address', '93.184.216.34'],
    ['just before 172.16/12', '172.15.255.255'],
    ['just behind 172.16/12', '172.32.0.0'],
    ['just before 100.64/10', '100.63.255.255'],
    ['a public IPv6 address', '2606:4700::1111'],
    ['a mapped public address', '::ffff:93.184.216.34'],
    ['all eight groups', '2606:4700:0:0:0:0:0:1111'],
  ])('%s is asked', (_name, address) => {
    expect(isInternalAddress(address)).toBe(false);
  });
});

/** Addresses that are not reachable from the internet. */
const INTERNAL = [
  '127.0.0.1',
  '127.9.9.9',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '192.0.0.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  '::ffff:127.0.0.1',
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
  '::ffff:10.0.0.1',
  '::127.0.0.1',
  'fe80::1',
  'fe80::1%eth0',
  'fc00::1',
  'fd12:3456::1',
  'fec0::1',
  'ff02::1',
  '64:ff9b::10.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  '2002:a00:1::1',
  '100::1',
  '2001:0:1::1',
  '4000::1',
  '0x7f.1',
  'localhost',
  '',
];

test.each(INTERNAL)('%j is internal', (address) => expect(isInternalAddress(address)).toBe(true));

test.each([
  ['local NAT64', '64:ff9b:1::7f00:1'],
  ['translated', '::ffff:0:127.0.0.1'],
  ['Teredo', '2001:0:4136:e378:8000:63bf:80ff:fffe'],
  ['ISATAP', '2606:4700::5efe:10.0.0.1'],
  ['ISATAP, global', '2606:4700::200:5efe:10.0.0.1'],
  ['documentation', '192.0.2.1'],
  ['documentation', '198.51.100.1'],
  ['documentation', '203.0.113.1'],
  ['documentation, IPv6', '2001:db8::1'],
  ['documentation, IPv6', '3fff::1'],
  ['documentation, IPv6, last', '3fff:fff::1'],
  ['benchmarking, IPv6', '2001:2::1'],
])('%s is internal: %s', (_name, address) => expect(isInternalAddress(address)).toBe(true));

test.each([
  '8.8.8.8',
  '172.32.0.1',
  '192.167.1.1',
  '169.253.1.1',
  '2606:4700::1111',
  '2a00:1450::1',
  '3fff:1000::1',
  '64:ff9b::808:808',
])('%s is public', (address) => expect(isInternalAddress(address)).toBe(false));

const SPECIAL =
  /^(0|10|127|22[4-9]|2[345]\d)\.|^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\.|^192\.(168|0\.[02]|88\.99)\.|^198\.(1[89]|51\.100)\.|^203\.0\.113\./;

/** Any address, and often one of a special block. */
const anyV4 = fc.oneof(
  fc.ipV4(),
  fc
    .tuple(fc.constantFrom('10', '127', '169.254', '172.16', '192.168', '192.0.2', '100.64', '198.18'), fc.ipV4())
    .map(([start, rest]) => [...start.split('.'), ...rest.split('.')].slice(0, 4).join('.')),
);

test('an IPv4 address is internal exactly where it is in a special block', () => {
  fc.assert(fc.property(anyV4, (address) => expect(isInternalAddress(address)).toBe(SPECIAL.test(address))));
});

test('an internal IPv4 address is internal in every IPv6 form', () => {
  const internal = anyV4.filter((address) => SPECIAL.test(address));
  fc.assert(
    fc.property(internal, (address) => {
      const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
      const hex = `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
      const flipped = `${(0xffff - a * 256 - b).toString(16)}:${(0xffff - c * 256 - d).toString(16)}`;
      const prefixes = [
        '::ffff:',
        '::',
        '::ffff:0:',
        '64:ff9b::',
        '64:ff9b:1::',
        '2606:4700::5efe:',
        'fe80::200:5efe:',
      ];
      const forms = prefixes.flatMap((prefix) => [`${prefix}${address}`, `${prefix}${hex}`]);
      const tunnels = [`2002:${hex}::1`, `2001:0:${hex}::1`, `2001:0:808:808:0:0:${flipped}`];
      expect([...forms, ...tunnels].filter((form) => !isInternalAddress(form))).toEqual([]);
    }),
  );
});
