import { internet, localNetwork } from '../../../lib/adapters/http/network';
import { dnsAccessOf, networkAccessOf } from '../../../lib/adapters/observe/open-network-access';

const local = localNetwork({ httpsPort: 1, httpPort: 2, hosts: ['acme.example'], ca: 'PEM', dnsPort: 3 });
const settingsOf = (network: typeof internet) => ({ network, allowInternal: false, timeoutMs: 1000 });
const SERVER = { host: '192.0.2.53', port: 53 };

test('access with DNS has the limits of access without', () => {
  const [without, withDns] = [networkAccessOf(settingsOf(local)), dnsAccessOf(settingsOf(local))];
  expect(without.resolver).toBeUndefined();
  expect(withDns.resolver.name).toBe('127.0.0.1:3');
  expect({ ...withDns, resolver: undefined, ...functionsOf(without) }).toEqual({
    ...without,
    resolver: undefined,
    ...functionsOf(without),
  });
});

/** Each access has functions of its own, which do the same. */
function functionsOf({ now, route, validationResolver }: ReturnType<typeof networkAccessOf>) {
  return { now, route, validationResolver };
}

test.each([networkAccessOf, dnsAccessOf])('the name server that is given is asked on the internet: %p', (accessOf) => {
  expect(accessOf({ ...settingsOf(internet), resolver: SERVER }).resolver?.name).toBe('192.0.2.53');
});

test('hosts of the local cloud are on its ports, whatever their address', () => {
  const { route } = dnsAccessOf(settingsOf(local));
  expect(route('198.51.100.1', 443, 'acme.example')).toEqual({ host: '127.0.0.1', port: 1 });
  expect(route('198.51.100.1', 80, 'acme.example')).toEqual({ host: '127.0.0.1', port: 2 });
  expect(route('198.51.100.1', 443, 'other.example')).toBeUndefined();
});
