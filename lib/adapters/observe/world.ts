import type { DnsServer } from '../dns';
import { createResolver, systemDnsServers } from '../dns';
import type { WorldFile } from '../doctor-files';
import { internet, type Network } from '../network';
import { LOCAL_ADDRESS, type Outside } from './outside';

export interface Settings {
  readonly network: Network;
  /** Asked instead of the resolvers that this machine is set up with. */
  readonly resolver?: DnsServer;
  readonly world?: WorldFile;
  readonly allowInternal: boolean;
  readonly timeoutMs: number;
}

/** As many as a browser opens. */
const MAX_CONNECTIONS = 6;

/** The way out that a person asked for. */
export function outsideOf({ network, resolver, world, allowInternal, timeoutMs }: Settings): Outside {
  const common = { allowInternal, timeoutMs, maxConnections: MAX_CONNECTIONS, now: () => new Date() };
  if (world) return { ...common, ...otherWorld(world, timeoutMs) };
  if (network.name === internet.name) {
    const servers = resolver ? [resolver] : systemDnsServers();
    const route: Outside['route'] = (address, port) => ({ host: address, port });
    return { ...common, world: 'internet', resolver: createResolver(servers, timeoutMs), ca: network.ca, route };
  }
  // The local cloud knows its hosts by itself, and all of them are on this machine.
  const route: Outside['route'] = (_address, port, host) => network.route(host, port);
  const { ca, dnsServer } = network;
  const validationResolver = dnsServer && createResolver([dnsServer], timeoutMs);
  return {
    ...common,
    world: 'local',
    ca,
    allowInternal: true,
    route,
    ...(validationResolver ? { validationResolver } : {}),
  };
}

function otherWorld(
  { resolver, ca, connect }: WorldFile,
  timeoutMs: number,
): Pick<Outside, 'world' | 'resolver' | 'ca' | 'route'> {
  const server = parseServer(resolver) ?? { host: LOCAL_ADDRESS, port: 53 };
  return {
    world: 'internet',
    resolver: createResolver([server], timeoutMs),
    ca,
    route: (address, port) => {
      const real = connect[`${address}:${port}`];
      return real === undefined ? undefined : parseServer(real);
    },
  };
}

/** `host`, `host:port` or `[v6]:port`; nothing where it is neither. */
export function parseServer(text: string): DnsServer | undefined {
  const [, bracketed, v6Port] = /^\[([0-9a-f:.]+)\](?::(\d{1,5}))?$/i.exec(text) ?? [];
  if (bracketed !== undefined) return { host: bracketed, port: Number(v6Port ?? 53) };
  if (/^[0-9a-f:]+$/i.test(text) && text.split(':').length > 2) return { host: text, port: 53 };
  const [, host, port] = /^([^\s:[\]]+)(?::(\d{1,5}))?$/.exec(text) ?? [];
  return host === undefined || Number(port ?? 53) > 65535 ? undefined : { host, port: Number(port ?? 53) };
}
