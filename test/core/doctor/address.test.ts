import { isInternalAddress } from '../../../lib/core/doctor/address';

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
