import type { Observation } from '../doctor/facts';
import type { ExternalDns, Route53Dns } from '../tenants/declaration';
import type { DistributionFacts, PlanFacts, ZoneFacts } from './facts';

/** How a domain is, or is to be, answered. */
export type Way =
  | { readonly kind: 'route53'; readonly zoneId: string }
  | { readonly kind: 'external' }
  | { readonly kind: 'elsewhere' }
  /** By a front whose DNS its file alone knows. */
  | { readonly kind: 'unknown' };

/** As the project says; where it says nothing, Route 53 if the world asks a zone there, else DNS elsewhere. */
export function wayOf(facts: PlanFacts): Way {
  const declared = facts.declared?.domain;
  if (declared?.kind === 'elsewhere') return { kind: 'elsewhere' };
  if (declared?.kind === 'front') return wayOfFront(declared.dns);
  const zone = publicZones(facts).find((each) => isDelegated(facts, each) === 'yes');
  return zone ? { kind: 'route53', zoneId: zone.id } : { kind: 'external' };
}

function wayOfFront(dns: Route53Dns | ExternalDns | undefined): Way {
  if (!dns) return { kind: 'unknown' };
  return dns.kind === 'route53' ? { kind: 'route53', zoneId: dns.zoneId } : { kind: 'external' };
}

/** Public zones that could hold the domain, the nearest name first. */
export function publicZones({ aws }: PlanFacts): readonly ZoneFacts[] {
  return seenValue(aws.zones)?.filter((zone) => !zone.private) ?? [];
}

/** Whether the world asks this zone: its name servers are those that the zone's name has. */
export function isDelegated({ delegations }: PlanFacts, zone: ZoneFacts): 'yes' | 'no' | 'unknown' {
  const live = delegations.get(zone.name);
  if (!live || live.kind === 'unknown') return 'unknown';
  return live.kind === 'observed' && sameNames(live.value, zone.nameServers) ? 'yes' : 'no';
}

function sameNames(some: readonly string[], others: readonly string[]): boolean {
  return [...some].sort().join(' ') === [...others].sort().join(' ');
}

/** The distribution of this account that has the domain as an alias. */
export function distributionOf({ aws, domain }: PlanFacts): DistributionFacts | undefined {
  const wildcard = `*.${domain.split('.').slice(1).join('.')}`;
  const all = seenValue(aws.distributions) ?? [];
  return all.find(({ aliases }) => aliases.includes(domain)) ?? all.find(({ aliases }) => aliases.includes(wildcard));
}

/** Whether a distribution is a front of this stage. */
export function isFront({ names }: PlanFacts, { functionVersions }: DistributionFacts): boolean {
  return functionVersions.some((arn) => arn.includes(`:function:${names.edgeFunction}:`));
}

export function seenValue<T>(observation: Observation<T>): T | undefined {
  return observation.kind === 'observed' ? observation.value : undefined;
}

/** Why something is not known; nothing where it is. */
export function reasonOf(observation: Observation<unknown>): string | undefined {
  return observation.kind === 'unknown' ? observation.reason : undefined;
}
