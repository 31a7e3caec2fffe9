import { InvalidArgumentError, Option } from 'commander';
import type { DnsServer, Resolver } from '../adapters/dns/resolver';
import type { Network } from '../adapters/http/network';
import type { NetworkAccess } from '../adapters/observe/network-access';
import { dnsAccessOf, parseDnsServer } from '../adapters/observe/open-network-access';
import { ok, type Result } from '../core/result';
import { findNetwork } from './target';

/** As long as `signpost doctor` waits for one answer. */
const TIMEOUT_MS = 10_000;

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

/** How onboarding reaches the internet or the local cloud, always with DNS. */
export interface OnboardingAccess extends NetworkAccess {
  readonly network: Network;
  readonly resolver: Resolver;
}

/** The network access of commands that observe a domain. Problem code: `cli.no-local-cloud`. */
export function findOnboardingAccess(
  projectDirectory: string,
  { target, resolver }: { readonly target?: string; readonly resolver?: DnsServer },
): Result<OnboardingAccess> {
  const network = findNetwork(projectDirectory, target);
  if (!network.ok) return network;
  const settings = { network: network.value, resolver, allowInternal: false, timeoutMs: TIMEOUT_MS };
  return ok({ network: network.value, ...dnsAccessOf(settings) });
}
