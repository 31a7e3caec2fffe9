import { Option } from 'commander';
import { createResolver, type DnsServer, type Resolver, systemDnsServers } from '../adapters/dns';
import type { Network } from '../adapters/network';
import type { Outside } from '../adapters/observe/outside';
import type { Result } from '../core/result';
import { findNetwork } from './target';

const TIMEOUT_MS = 10_000;
const MAX_CONNECTIONS = 4;

/** `--resolver`: which name server to ask instead of this machine's. */
export function resolverOption(): Option {
  return new Option('--resolver <address>', 'name server to ask, such as 9.9.9.9 (default: those of this machine)');
}

/** The world outside, as onboarding looks at it. */
export interface Prospect extends Outside {
  readonly network: Network;
  readonly resolver: Resolver;
}

/** The way out for commands that look at a domain. Problem code: `cli.no-local-cloud`. */
export function findProspect(
  projectDirectory: string,
  { target, resolver }: { readonly target?: string; readonly resolver?: string },
): Result<Prospect> {
  const found = findNetwork(projectDirectory, target);
  if (!found.ok) return found;
  const network = found.value;
  const local = network.name === 'local';
  const servers = dnsServers(network, resolver);
  return {
    ok: true,
    value: {
      network,
      world: local ? 'local' : 'internet',
      resolver: createResolver(servers, TIMEOUT_MS),
      route: (address, port, host) => (local ? network.route(host, port) : { host: address, port }),
      ...(network.ca === undefined ? {} : { ca: network.ca }),
      allowInternal: local,
      timeoutMs: TIMEOUT_MS,
      maxConnections: MAX_CONNECTIONS,
      now: () => new Date(),
    },
  };
}

function dnsServers({ name, dnsServer }: Network, wanted: string | undefined): readonly DnsServer[] {
  if (wanted !== undefined) {
    const [, host = wanted, port] = /^(.+?)(?::(\d{1,5}))?$/.exec(wanted) ?? [];
    return [{ host, port: port === undefined ? 53 : Number(port) }];
  }
  if (dnsServer) return [dnsServer];
  return name === 'local' ? [] : systemDnsServers();
}
