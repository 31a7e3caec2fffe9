import { describeProblem } from '../../lib/core/problems';
import { none, redirect, redirectTo, route53 } from '../../lib/core/tenants/authoring';
import type { ClustersDeclaration, ConfigDeclaration, TenantDeclaration } from '../../lib/core/tenants/declaration';
import type { Fleet } from '../../lib/core/tenants/fleet';
import { readFleet } from '../../lib/core/tenants/read-fleet';

/** What `buildFleet` starts from; each part may be replaced. */
export interface FleetDeclaration {
  readonly config?: ConfigDeclaration;
  readonly clusters?: ClustersDeclaration;
  /** By id. */
  readonly tenants: Readonly<Record<string, TenantDeclaration>>;
}

/** A stage in an account, as one deploys it. */
export const deployedConfig: ConfigDeclaration = {
  stage: 'prod',
  account: '111111111111',
  discoveryDomain: 'discovery.signpost.example',
  discoveryDns: route53('Z0DISCOVERY'),
  openIdIssuer: 'https://id.signpost.example',
};

/** A checked fleet from declarations, by the same way as from files; throws where they have problems. */
export function buildFleet({ config, clusters, tenants }: FleetDeclaration): Fleet {
  const read = readFleet({
    config: { file: 'signpost.config.ts', value: config ?? { stage: 'local' } },
    clusters: { file: 'clusters.ts', value: clusters ?? { na1: { url: 'https://na1.mdm.example' } } },
    tenants: Object.entries(tenants).map(([id, value]) => ({ file: `tenants/${id}.ts`, value })),
  });
  if (!read.ok) throw new Error(read.problems.map(describeProblem).join('\n'));
  return read.value;
}

/** A tenant with everything that a declaration must have, on one domain in Route 53. */
export function plainTenant(domain: string, changes: Partial<TenantDeclaration> = {}): TenantDeclaration {
  return {
    name: domain,
    discovery: { rules: [], otherwise: redirect('na1') },
    domains: { [domain]: { dns: route53('Z0123456789ABC'), website: redirectTo(`https://www.${domain}`) } },
    ...changes,
  };
}

/** A tenant of several domains without a website. */
export function tenantOf(...domains: readonly string[]): TenantDeclaration {
  return plainTenant('unused.example', {
    domains: Object.fromEntries(domains.map((name) => [name, { dns: route53('Z0123456789ABC'), website: none() }])),
  });
}
