import type { Diagnosis } from '../../lib/core/doctor/diagnose';
import type { Facts } from '../../lib/core/doctor/facts';
import { absentFact, observed } from '../../lib/core/observation';
import type { AwsFacts, DistributionFacts, PlanFacts, ZoneFacts } from '../../lib/core/onboarding/facts';
import type { TenantDeclaration } from '../../lib/core/tenants/declaration';
import type { Domain, Tenant } from '../../lib/core/tenants/fleet';
import { buildFleet, plainTenant } from './fleet';

export const DOMAIN = 'acme.example';
export const FUNCTION = 'signpost-prod-edge';

/** What AWS answers for an account with nothing in it. */
export const EMPTY_ACCOUNT: AwsFacts = {
  account: observed('111111111111'),
  zones: observed([]),
  certificates: observed([]),
  distributions: observed([]),
  distributionQuota: observed({ used: 3, limit: 500 }),
  certificateQuota: observed({ used: 3, limit: 2500 }),
};

/** A domain with a website on it, DNS elsewhere, and nothing at AWS. */
export function planFacts(changes: Partial<PlanFacts> = {}): PlanFacts {
  return {
    domain: DOMAIN,
    zone: DOMAIN,
    account: '111111111111',
    names: { edgeFunction: FUNCTION },
    seen: seenFacts(),
    diagnosis: diagnosis('in-progress'),
    website: { root: observed({ status: 200 }), www: absentFact, residents: [] },
    aws: EMPTY_ACCOUNT,
    delegations: new Map(),
    lookups: [],
    now: new Date('2026-01-02T00:00:00Z'),
    ...changes,
  };
}

/** What is seen of the domain from the internet, as far as plans use it. */
export function seenFacts(changes: Partial<Facts> = {}): Facts {
  return {
    version: 1,
    domain: DOMAIN,
    observedAt: '2026-01-02T00:00:00.000Z',
    networkKind: 'internet',
    identifiers: ['user-1@acme.example', 'user-2@acme.example'],
    madeUp: true,
    expectedHosts: [],
    delegation: { zone: observed(DOMAIN), nameServers: observed(['ns1.elsewhere.example']), caa: absentFact },
    hosts: [
      {
        host: DOMAIN,
        a: observed({ status: 'answer', aliases: [], records: ['192.0.2.1'] }),
        aaaa: observed({ status: 'no-records', aliases: [], records: [] }),
        serviceBindings: absentFact,
        endpoints: [],
      },
    ],
    journeys: [],
    apple: absentFact,
    probes: {},
    baseUrls: [],
    ...changes,
  };
}

export function diagnosis(rollUp: Diagnosis['verdict']['rollUp'], findings: Diagnosis['findings'] = []): Diagnosis {
  return {
    domain: DOMAIN,
    verdict: { rollUp, devices: [], sentence: `All devices: ${rollUp}` },
    findings,
    unchecked: [],
  };
}

export function zone(id: string, changes: Partial<ZoneFacts> = {}): ZoneFacts {
  return { id, name: DOMAIN, private: false, nameServers: [`ns.${id.toLowerCase()}.example`], records: [], ...changes };
}

export function front(changes: Partial<DistributionFacts> = {}): DistributionFacts {
  return {
    id: 'E1',
    domainName: 'd1.cloudfront.net',
    aliases: [DOMAIN],
    enabled: true,
    functionVersions: [`arn:aws:lambda:us-east-1:111111111111:function:${FUNCTION}:3`],
    ...changes,
  };
}

/** The tenant `acme` with one domain that is declared so. */
export function declared(domain: TenantDeclaration['domains'][string]): {
  readonly tenant: Tenant;
  readonly domain: Domain;
} {
  const { tenants } = buildFleet({ tenants: { acme: plainTenant(DOMAIN, { domains: { [DOMAIN]: domain } }) } });
  const tenant = tenants[0];
  const found = tenant?.domains[0];
  if (!tenant || !found) throw new Error('no tenant');
  return { tenant, domain: found };
}
