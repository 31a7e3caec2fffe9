import type { DnsServer } from '../dns/resolver';
import { createResolver, systemDnsServers } from '../dns/resolver';
import type { EnvironmentFile } from '../files/doctor-files';
import { internet, type Network } from '../http/network';
import { LOCAL_ADDRESS, type NetworkAccess } from './network-access';

export interface Settings {
  readonly network: Network;
  /** Asked instead of the resolvers that this machine is set up with. */
  readonly resolver?: DnsServer;
  readonly environment?: EnvironmentFile;
  readonly allowInternal: boolean;
  readonly timeoutMs: number;
}

/** As many as a browser opens. */
const MAX_CONNECTIONS = 6;

/** The way out that a person asked for. */
export function networkAccessOf({ network, resolver, environment, allowInternal, timeoutMs }: Settings): NetworkAccess {
  const common = { allowInternal, timeoutMs, maxConnections: MAX_CONNECTIONS, now: () => new Date() };
  if (environment) return { ...common, ...givenEnvironment(environment, timeoutMs) };
  if (network.name === internet.name) {
    const servers = resolver ? [resolver] : systemDnsServers();
    const route: NetworkAccess['route'] = (address, port) => ({ host: address, port });
    return { ...common, networkKind: 'internet', resolver: createResolver(servers, timeoutMs), ca: network.ca, route };
  }
  // The local cloud knows its hosts by itself, and all of them are on this machine.
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
