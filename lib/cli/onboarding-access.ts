import { InvalidArgumentError, Option } from 'commander';
import { createResolver, type DnsServer, type Resolver, systemDnsServers } from '../adapters/dns/resolver';
import type { Network } from '../adapters/http/network';
import type { NetworkAccess } from '../adapters/observe/network-access';
import { parseDnsServer } from '../adapters/observe/open-network-access';
import type { Result } from '../core/result';
import { findNetwork } from './target';

const TIMEOUT_MS = 10_000;
const MAX_CONNECTIONS = 4;

/** `--resolver`: which name server to ask instead of this machine's. */
export function resolverOption(): Option {
  return new Option('--resolver <host:port>', "name server to ask instead of the system's").argParser(readServer);
}

function readServer(text: string): DnsServer {
  const server = parseDnsServer(text);
  if (server) return server;
  throw new InvalidArgumentError(
    'Expected an address, with a port if it is not 53, such as 9.9.9.9 or 127.0.0.1:5300.',
  );
}

/** The world outside, as onboarding looks at it. */
export interface OnboardingAccess extends NetworkAccess {
  readonly network: Network;
  readonly resolver: Resolver;
}

/** The way out for commands that look at a domain. Problem code: `cli.no-local-cloud`. */
export function findOnboardingAccess(
  projectDirectory: string,
  { target, resolver }: { readonly target?: string; readonly resolver?: DnsServer },
): Result<OnboardingAccess> {
  const found = findNetwork(projectDirectory, target);
  if (!found.ok) return found;
  const network = found.value;
  const local = network.name === 'local';
  const servers = dnsServers(network, resolver);
  return {
    ok: true,
    value: {
      network,
      networkKind: local ? 'local' : 'internet',
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

function dnsServers({ name, dnsServer }: Network, wanted: DnsServer | undefined): readonly DnsServer[] {
  const server = wanted ?? dnsServer;
  if (server) return [server];
  return name === 'local' ? [] : systemDnsServers();
}
