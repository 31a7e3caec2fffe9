import { createResolver, type DnsServer, type Resolver, systemDnsServers } from '../dns/resolver';
import type { EnvironmentFile } from '../files/doctor-files';
import { internet, type Network } from '../http/network';
import { LOCAL_ADDRESS, type NetworkAccess } from './network-access';

interface NetworkAccessSettings {
  readonly network: Network;
  /** Asked instead of the resolvers that this machine is set up with. */
  readonly resolver?: DnsServer;
  readonly environment?: EnvironmentFile;
  readonly allowInternal: boolean;
  readonly timeoutMs: number;
}

/** As many as a browser opens. */
const MAX_CONNECTIONS = 6;

/** How checks reach the internet, or the local cloud, which knows its hosts without DNS. */
export function networkAccessOf(settings: NetworkAccessSettings): NetworkAccess {
  const { network, environment, allowInternal, timeoutMs } = settings;
  const common = { allowInternal, timeoutMs, maxConnections: MAX_CONNECTIONS, now: () => new Date() };
  if (environment) return { ...common, ...givenEnvironment(environment, timeoutMs) };
  if (network.name === internet.name) {
    const route: NetworkAccess['route'] = (address, port) => ({ host: address, port });
    return { ...common, networkKind: 'internet', resolver: resolverOf(settings), ca: network.ca, route };
  }
  // All hosts of the local cloud are on this machine.
  const route: NetworkAccess['route'] = (_address, port, host) => network.route(host, port);
  const { ca, dnsServer } = network;
  const validationResolver = dnsServer && createResolver([dnsServer], timeoutMs);
  return {
    ...common,
    networkKind: 'local',
    ca,
    allowInternal: true,
    route,
    ...(validationResolver ? { validationResolver } : {}),
  };
}

/** The same for onboarding and offboarding, which ask DNS in the local cloud as well: there it has customers' records. */
export function dnsAccessOf(settings: NetworkAccessSettings): NetworkAccess & { readonly resolver: Resolver } {
  return { ...networkAccessOf(settings), resolver: resolverOf(settings) };
}

/** Asks the given server, the network's own, or this machine's; in a local cloud without DNS, none. */
function resolverOf({ network, resolver, timeoutMs }: NetworkAccessSettings): Resolver {
  const server = resolver ?? network.dnsServer;
  if (server) return createResolver([server], timeoutMs);
  return createResolver(network.name === internet.name ? systemDnsServers() : [], timeoutMs);
}

function givenEnvironment(
  { resolver, ca, connect }: EnvironmentFile,
  timeoutMs: number,
): Pick<NetworkAccess, 'networkKind' | 'resolver' | 'ca' | 'route'> {
  const server = parseDnsServer(resolver) ?? { host: LOCAL_ADDRESS, port: 53 };
  return {
    networkKind: 'internet',
    resolver: createResolver([server], timeoutMs),
    ca,
    route: (address, port) => {
      const real = connect[`${address}:${port}`];
      return real === undefined ? undefined : parseDnsServer(real);
    },
  };
}

/** `host`, `host:port` or `[v6]:port`; nothing where it is neither. */
export function parseDnsServer(text: string): DnsServer | undefined {
  const [, bracketed, v6Port] = /^\[([0-9a-f:.]+)\](?::(\d{1,5}))?$/i.exec(text) ?? [];
  if (bracketed !== undefined) return { host: bracketed, port: Number(v6Port ?? 53) };
  if (/^[0-9a-f:]+$/i.test(text) && text.split(':').length > 2) return { host: text, port: 53 };
  const [, host, port] = /^([^\s:[\]]+)(?::(\d{1,5}))?$/.exec(text) ?? [];
  return host === undefined || Number(port ?? 53) > 65535 ? undefined : { host, port: Number(port ?? 53) };
}
