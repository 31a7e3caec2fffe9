import type { DomainName } from '../discovery/domain-name';
import type { ResolvedPolicy } from '../discovery/policy';
import type { Website } from '../website';
import type { Channel, ConsoleDeclaration, ExternalDns, Route53Dns, ServerDeclaration } from './declaration';

declare const tenantId: unique symbol;

/** `^[a-z][a-z0-9-]{0,30}[a-z0-9]$`, and the name of the tenant's file. */
export type TenantId = string & { readonly [tenantId]: true };

/** What serves one domain: certificate, distribution, records. */
export interface Front {
  readonly kind: 'front';
  readonly name: DomainName;
  readonly dns: Route53Dns | ExternalDns;
  readonly website: Website;
  readonly policy: ResolvedPolicy;
  /** Where devices are answered: at the edge, or at the backend with the edge in reserve. */
  readonly decide: 'edge' | 'backend';
}

/** A domain whose own web server answers; the policy is what it should answer. */
interface ElsewhereDomain {
  readonly kind: 'elsewhere';
  readonly name: DomainName;
  readonly policy: ResolvedPolicy;
}

export type Domain = Front | ElsewhereDomain;

export interface Server extends Omit<ServerDeclaration, 'fallback'> {
  readonly name: string;
  readonly fallback: ResolvedPolicy;
}

/** A tenant after all checks: clusters resolved, domains normalised and sorted by name. */
export interface Tenant {
  readonly id: TenantId;
  readonly name: string;
  readonly channel: Channel;
  readonly domains: readonly Domain[];
  readonly servers: readonly Server[];
}

export interface Cluster {
  readonly name: string;
  readonly url: string;
  readonly description?: string;
}

/** The web console, its host normalised. */
export interface Console extends ConsoleDeclaration {
  readonly domain: DomainName;
}

/** The installation as a whole, as read from `signpost.config.ts`. */
export interface Config {
  readonly stage: string;
  readonly account?: string;
  readonly discoveryDomain?: DomainName;
  readonly discoveryDns?: Route53Dns | ExternalDns;
  readonly openIdIssuer?: string;
  readonly openIdAudience?: string;
  readonly console?: Console;
  readonly alarmTopicArn?: string;
  readonly stableEdgeVersion?: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** Everything that is written in code, checked: tenants and clusters sorted by name. */
export interface Fleet {
  readonly config: Config;
  readonly clusters: readonly Cluster[];
  readonly tenants: readonly Tenant[];
}

export function frontsOf(tenant: Tenant): readonly Front[] {
  return tenant.domains.filter((domain) => domain.kind === 'front');
}
