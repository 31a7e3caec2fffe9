import { isIP } from 'node:net';
import type { EndpointFacts, FailureReason, HostFacts } from '../../core/doctor/facts';
import { isInternalAddress } from '../../core/internal-address';
import { absentFact, observed, observedValue, unknown } from '../../core/observation';
import type { NetworkRoute } from '../http/network';
import { fetchBytes } from '../http/probe';
import { observeTcp } from '../tls/tcp';
import { observeTls } from '../tls/tls';
import { resolveAddresses, resolveServiceBindings } from './names';
import { LOCAL_ADDRESS, type NetworkAccess } from './network-access';
import type { Names, Reached, SharedProbeCache } from './shared-probe-cache';

/** Addresses observed per family: a host behind a content network has many that are all the same. */
const MAX_ADDRESSES = 2;

/** Where to send a request for a host, or why there is no such place. */
export type Destination =
  | { readonly kind: 'route'; readonly route: NetworkRoute }
  | { readonly kind: 'none'; readonly reason: FailureReason; readonly detail: string };

/** Observes each host once, however often the domain leads to it, and reuses what the cache holds. */
export class HostProber {
  readonly #names = new Map<string, Promise<Names>>();
  readonly #reached = new Map<string, Promise<readonly Reached[]>>();

  constructor(
    private readonly access: NetworkAccess,
    private readonly probeCache: SharedProbeCache,
  ) {}

  /** Where port 443 of the host answers; IPv4 first, as every network can repeat that request. */
  async destination(host: string): Promise<Destination> {
    const reached = await this.#reach(host);
    const open = reached.find(({ tcp }) => observedValue(tcp) === 'open');
    if (open) return this.routeTo(host, open.address, 443);
    const first = reached[0];
    if (!first) return { kind: 'none', reason: 'no-address', detail: 'DNS has no address' };
    if (first.tcp.kind !== 'observed') {
      const internal = !this.#mayAsk(first.address);
      const detail = internal ? `${first.address} is not public` : 'no way to the address';
      return { kind: 'none', reason: internal ? 'internal' : 'unreachable', detail };
    }
    return { kind: 'none', reason: first.tcp.value === 'refused' ? 'refused' : 'timeout', detail: first.address };
  }

  /** Where any other port of the host is. */
  async destinationAt(host: string, port: number): Promise<Destination> {
    const first = (await this.#addresses(host))[0];
    if (first === undefined) return { kind: 'none', reason: 'no-address', detail: 'DNS has no address' };
    if (!this.#mayAsk(first)) return { kind: 'none', reason: 'internal', detail: `${first} is not public` };
    return this.routeTo(host, first, port);
  }

  routeTo(host: string, address: string, port: number): Destination {
    const route = this.access.route(address, port, host);
    return route ? { kind: 'route', route } : { kind: 'none', reason: 'no-address', detail: 'no such host' };
  }

  /** Everything about a host, its answers left aside. */
  async observe(host: string): Promise<HostFacts> {
    return remembered(this.probeCache.hosts, host, hasGoneWell, () => this.#observe(host));
  }

  async #observe(host: string): Promise<HostFacts> {
    const names = await this.#nameOnce(host);
    const endpoints = await Promise.all(
      (await this.#reach(host)).map((reached) => this.#observeEndpoint(host, reached)),
    );
    return { host, ...names, endpoints };
  }

  async #observeEndpoint(host: string, reached: Reached): Promise<EndpointFacts> {
    const destination = this.routeTo(host, reached.address, 443);
    const open = observedValue(reached.tcp) === 'open' && destination.kind === 'route';
    if (!open) return { ...reached, tls: unknown('no connection'), answer: absentFact };
    const tls = await observeTls({
      route: destination.route,
      serverName: literalAddress(host) === undefined ? host : '',
      ca: this.access.ca,
      timeoutMs: this.access.timeoutMs,
      fetchIssuer: (url) => this.#fetchIssuer(url),
    });
    return { ...reached, tls: observed(tls), answer: absentFact };
  }

  async #fetchIssuer(url: string): Promise<Uint8Array | undefined> {
    if (!URL.canParse(url) || new URL(url).protocol !== 'http:') return undefined;
    const destination = await this.destinationAt(new URL(url).hostname, 80);
    if (destination.kind === 'none') return undefined;
    const { timeoutMs } = this.access;
    return fetchBytes({ url, method: 'GET', headers: {}, route: destination.route, verify: true, timeoutMs });
  }

  #reach(host: string): Promise<readonly Reached[]> {
    return once(this.#reached, host, () =>
      remembered(this.probeCache.reached, host, isOpen, () => this.#connectAll(host)),
    );
  }

  async #connectAll(host: string): Promise<readonly Reached[]> {
    const addresses = await this.#addresses(host);
    const families = [4, 6] as const;
    const chosen = families.flatMap((family) =>
      addresses.filter((address) => (address.includes(':') ? 6 : 4) === family).slice(0, MAX_ADDRESSES),
    );
    return Promise.all(chosen.map((address) => this.#connect(host, address)));
  }

  async #connect(host: string, address: string): Promise<Reached> {
    const family = address.includes(':') ? 6 : 4;
    if (!this.#mayAsk(address)) return { address, family, tcp: unknown('not a public address, so it was not asked') };
    const destination = this.routeTo(host, address, 443);
    if (destination.kind === 'none') return { address, family, tcp: unknown(destination.detail) };
    return { address, family, tcp: await observeTcp(destination.route, this.access.timeoutMs) };
  }

  #mayAsk(address: string): boolean {
    return this.access.allowInternal || !isInternalAddress(address);
  }

  async #addresses(host: string): Promise<readonly string[]> {
    const literal = literalAddress(host);
    if (literal !== undefined) return [literal];
    if (!this.access.resolver) return this.access.route(LOCAL_ADDRESS, 443, host) ? [LOCAL_ADDRESS] : [];
    const { a, aaaa } = await this.#nameOnce(host);
    return [a, aaaa].flatMap((lookup) => observedValue(lookup)?.records ?? []);
  }

  #nameOnce(host: string): Promise<Names> {
    return once(this.#names, host, () => remembered(this.probeCache.names, host, hasAddress, () => this.#name(host)));
  }

  async #name(host: string): Promise<Names> {
    const literal = literalAddress(host);
    if (literal !== undefined) return nameLiterally(literal);
    const { resolver } = this.access;
    if (!resolver) return this.#nameLocally(host);
    const [a, aaaa, serviceBindings] = await Promise.all([
      resolveAddresses(resolver, host, 'A'),
      resolveAddresses(resolver, host, 'AAAA'),
      resolveServiceBindings(resolver, host),
    ]);
    return { a, aaaa, serviceBindings };
  }

  #nameLocally(host: string): Names {
    const noDns = unknown('the local cloud has no DNS');
    if (this.access.route(LOCAL_ADDRESS, 443, host)) return { a: noDns, aaaa: noDns, serviceBindings: noDns };
    const noName = observed({ status: 'no-name' as const, aliases: [], records: [] });
    return { a: noName, aaaa: noName, serviceBindings: absentFact };
  }
}

/** The address that a URL has in place of a name. */
function literalAddress(host: string): string | undefined {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  return isIP(bare) === 0 ? undefined : bare;
}

function nameLiterally(address: string): Names {
  const found = (records: string[]) => observed({ status: 'answer' as const, aliases: [], records });
  const none = observed({ status: 'no-records' as const, aliases: [], records: [] });
  return address.includes(':')
    ? { a: none, aaaa: found([address]), serviceBindings: absentFact }
    : { a: found([address]), aaaa: none, serviceBindings: absentFact };
}

function hasAddress({ a, aaaa }: Names): boolean {
  return (
    [a, aaaa].every(({ kind }) => kind === 'observed') &&
    [a, aaaa].some((each) => (observedValue(each)?.records.length ?? 0) > 0)
  );
}

function isOpen(reached: readonly Reached[]): boolean {
  return reached.length > 0 && reached.every(({ tcp }) => observedValue(tcp) === 'open');
}

function hasGoneWell({ endpoints }: HostFacts): boolean {
  return endpoints.length > 0 && endpoints.every(({ tls }) => observedValue(tls)?.handshake.kind === 'done');
}

/** Hosts in the cache, whose facts are kilobytes each. */
const MAX_REMEMBERED = 100;

/** What is known already; else what is found now, to be remembered where it is good. */
async function remembered<T>(
  known: Map<string, T>,
  key: string,
  isGood: (value: T) => boolean,
  find: () => Promise<T>,
): Promise<T> {
  const before = known.get(key);
  if (before !== undefined) return before;
  const found = await find();
  if (!isGood(found)) return found;
  known.set(key, found);
  // Many domains lead to few MDMs: what is older is most often a domain that is done.
  const [oldest] = known.keys();
  if (known.size > MAX_REMEMBERED && oldest !== undefined) known.delete(oldest);
  return found;
}

function once<T>(known: Map<string, Promise<T>>, key: string, find: () => Promise<T>): Promise<T> {
  const existing = known.get(key);
  if (existing) return existing;
  const found = find();
  known.set(key, found);
  return found;
}
