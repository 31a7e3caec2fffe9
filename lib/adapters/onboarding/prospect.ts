import type { DomainName } from '../../core/discovery/domain-name';
import { diagnose } from '../../core/doctor/diagnose';
import { type Observation, observedValue } from '../../core/doctor/facts';
import { bestCertificate } from '../../core/onboarding/certificate';
import type { PlanFacts } from '../../core/onboarding/facts';
import type { Domain, Tenant } from '../../core/tenants/fleet';
import type { Aws } from '../aws';
import type { Resolver } from '../dns';
import { observeDomain } from '../observe/domain';
import { observeNameServers } from '../observe/names';
import type { Outside } from '../observe/outside';
import { observeValidation, observeZoneName } from '../observe/validation-records';
import { observeAccount } from './account';
import { observeWebsite } from './website';

/** What is known beforehand. */
export type Prospect = Pick<PlanFacts, 'account' | 'names'> & {
  readonly domain: DomainName;
  readonly declared?: { readonly tenant: Tenant; readonly domain: Domain };
};

/** Looks at a domain from outside and from within AWS. Read-only; what cannot be asked is unknown, never an error. */
export async function observeProspect(
  outside: Outside & { readonly resolver: Resolver },
  aws: Aws,
  prospect: Prospect,
): Promise<PlanFacts> {
  const { domain, declared } = prospect;
  const { resolver } = outside;
  const [seen, website, account, zone] = await Promise.all([
    observeDomain(outside, {
      domain,
      identifiers: [`signpost-check-1@${domain}`, `signpost-check-2@${domain}`],
      madeUp: true,
      ...(declared ? { tenant: tenantFacts(declared) } : {}),
      expectedHosts: [],
      askApple: false,
      postBaseUrl: false,
    }),
    observeWebsite(outside, domain),
    observeAccount(aws, domain),
    observeZoneName(resolver, domain),
  ]);
  const records = bestCertificate(observedValue(account.certificates) ?? [])?.records ?? [];
  return {
    ...prospect,
    zone,
    seen,
    diagnosis: await diagnose(seen),
    website,
    aws: account,
    delegations: await observeDelegations(resolver, account.zones),
    lookups: await observeValidation(resolver, records, zone),
    now: outside.now(),
  };
}

function tenantFacts({ tenant, domain }: { readonly tenant: Tenant; readonly domain: Domain }) {
  return { id: tenant.id, kind: domain.kind, policy: domain.policy };
}

async function observeDelegations(
  resolver: Resolver,
  zones: PlanFacts['aws']['zones'],
): Promise<PlanFacts['delegations']> {
  const names = [...new Set((observedValue(zones) ?? []).filter((zone) => !zone.private).map(({ name }) => name))];
  const live = await Promise.all(
    names.map(
      async (name): Promise<[string, Observation<readonly string[]>]> => [
        name,
        await observeNameServers(resolver, name),
      ],
    ),
  );
  return new Map(live);
}
