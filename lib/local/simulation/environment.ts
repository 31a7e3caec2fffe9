import { APPLE_FALLBACK_HOST, APPLE_MDM_HOST } from '../../core/discovery/device';
import type { ResolvedAnswer } from '../../core/discovery/policy';
import { WELL_KNOWN_PATH } from '../../core/discovery/well-known';
import { type Domain, type Fleet, frontsOf } from '../../core/tenants/fleet';
import { websiteHost } from '../../core/website';
import type { OriginRequest } from '../cloudfront/ask-origin';
import type { OutgoingResponse } from '../http-message';
import { appleFallbackHost, appleMdmHost, type RegisteredUrl, type UsesBuiltInMdm } from './apple/fallback';
import { type ClusterPaths, clusterHost } from './cluster';
import { customerHosts } from './customer';
import type { Host } from './host';
import { s3Host } from './s3';
import { elsewhereHost, webServer } from './website';

/** Every host that belongs neither to AWS nor to our distributions. */
export interface SimulatedEnvironment {
  /** Lower-case names that have an address. */
  readonly hosts: readonly string[];
  knows(host: string): boolean;
  answer(host: string, request: OriginRequest): OutgoingResponse;
}

const S3_HOST = 's3.us-east-1.amazonaws.com';

/** Simulates every host that a fleet refers to: clusters, customers' websites and web servers, Apple, S3. */
export function createSimulatedEnvironment(
  fleet: Fleet,
  registeredUrl: RegisteredUrl = () => undefined,
  usesBuiltInMdm: UsesBuiltInMdm = () => false,
): SimulatedEnvironment {
  const hosts = new Map<string, Host>([
    [S3_HOST, s3Host],
    [APPLE_FALLBACK_HOST, appleFallbackHost(registeredUrl)],
    [APPLE_MDM_HOST, appleMdmHost(usesBuiltInMdm)],
  ]);
  for (const domain of fleet.tenants.flatMap((tenant) => tenant.domains)) addDomainHosts(domain, hosts);
  for (const [name, host] of customerHosts(fleet)) if (!hosts.has(name)) hosts.set(name, host);
  // Last: a cluster replaces a website that shares its host.
  for (const cluster of clustersOf(fleet)) hosts.set(cluster.host, clusterHost(cluster));
  return {
    hosts: [...hosts.keys()],
    knows: (host) => hosts.has(host),
    answer: (host, request) => {
      const known = hosts.get(host);
      if (!known) throw new Error(`The simulated environment has no host "${host}".`);
      return known(request);
    },
  };
}

function addDomainHosts(domain: Domain, hosts: Map<string, Host>): void {
  if (domain.kind === 'elsewhere') {
    hosts.set(domain.name, elsewhereHost(domain.name, domain.policy));
    return;
  }
  const host = websiteHost(domain.website);
  if (host !== undefined) hosts.set(host, webServer(host));
}

/** Hosts and paths of clusters, from the registry and from policies. */
function clustersOf(fleet: Fleet): readonly ClusterPaths[] {
  const clusters = new Map<string, { host: string; discovery: Set<string>; enrollment: Set<string> }>();
  const at = (url: URL) => {
    const cluster = clusters.get(url.hostname) ?? { host: url.hostname, discovery: new Set(), enrollment: new Set() };
    clusters.set(url.hostname, cluster);
    return cluster;
  };
  for (const cluster of fleet.clusters) {
    const url = new URL(cluster.url);
    at(url).discovery.add(url.pathname === '/' ? WELL_KNOWN_PATH : url.pathname);
  }
  for (const answer of answersOf(fleet)) {
    if (answer.kind === 'redirect') at(new URL(answer.url)).discovery.add(new URL(answer.url).pathname);
    if (answer.kind === 'serve') at(new URL(answer.baseUrl)).enrollment.add(new URL(answer.baseUrl).pathname);
  }
  return [...clusters.values()];
}

function answersOf(fleet: Fleet): readonly ResolvedAnswer[] {
  const policies = fleet.tenants.flatMap((tenant) => [
    ...tenant.domains.map((domain) => domain.policy),
    ...tenant.servers.map((server) => server.fallback),
  ]);
  return policies.flatMap((policy) => [...policy.rules.map((rule) => rule.answer), policy.otherwise]);
}

/** Domains whose DNS is the customer's: they have added the records that Signpost asks for. */
export function externalDomains(fleet: Fleet): readonly { readonly name: string; readonly certificateArn: string }[] {
  return fleet.tenants.flatMap((tenant) =>
    frontsOf(tenant).flatMap(({ name, dns }) =>
      dns.kind === 'external' ? [{ name, certificateArn: dns.certificateArn }] : [],
    ),
  );
}
