import { observedValue } from '../observation';
import type { ExternalDns, Route53Dns } from '../tenants/declaration';
import type { PlanFacts, ZoneFacts } from './facts';

/** Where the records of a domain are kept, and so who adds them and makes its certificate. */
export type DnsSetup =
  | { readonly kind: 'route53'; readonly zoneId: string }
  | { readonly kind: 'external' }
  /** The customer's own web server answers; no record changes. */
  | { readonly kind: 'elsewhere' }
  /** A front whose DNS only its file states. */
  | { readonly kind: 'unknown' };

/** As the project declares it; without a declaration, Route 53 if resolvers ask a zone there, else DNS elsewhere. */
export function dnsSetupOf(facts: PlanFacts): DnsSetup {
  const declared = facts.declared?.domain;
  if (declared?.kind === 'elsewhere') return { kind: 'elsewhere' };
  if (declared?.kind === 'front') return dnsSetupOfFront(declared.dns);
  const zone = publicZones(facts).find((each) => isDelegated(facts, each) === 'yes');
  return zone ? { kind: 'route53', zoneId: zone.id } : { kind: 'external' };
}

function dnsSetupOfFront(dns: Route53Dns | ExternalDns | undefined): DnsSetup {
  if (!dns) return { kind: 'unknown' };
  return dns.kind === 'route53' ? { kind: 'route53', zoneId: dns.zoneId } : { kind: 'external' };
}

/** Public zones that could hold the domain, the nearest name first. */
export function publicZones({ aws }: PlanFacts): readonly ZoneFacts[] {
  return observedValue(aws.zones)?.filter((zone) => !zone.private) ?? [];
}

/** Whether resolvers ask this zone: the name is delegated to the zone's own name servers. */
export function isDelegated({ delegations }: PlanFacts, zone: ZoneFacts): 'yes' | 'no' | 'unknown' {
  const live = delegations.get(zone.name);
  if (!live || live.kind === 'unknown') return 'unknown';
  return live.kind === 'observed' && sameNames(live.value, zone.nameServers) ? 'yes' : 'no';
}

function sameNames(some: readonly string[], others: readonly string[]): boolean {
  return [...some].sort().join(' ') === [...others].sort().join(' ');
}
