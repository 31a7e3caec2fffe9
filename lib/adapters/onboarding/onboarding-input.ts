import type { DomainName } from '../../core/discovery/domain-name';
import type { ResolvedPolicy } from '../../core/discovery/policy';
import { testIdentifiers } from '../../core/discovery/test-identifiers';
import { diagnose } from '../../core/doctor/diagnose';
import type { Facts } from '../../core/doctor/facts';
import { type Observation, observedValue } from '../../core/observation';
import { bestCertificate } from '../../core/onboarding/certificate';
import type { AwsFacts, PlanFacts, PlannedDomain, PlannedTenant } from '../../core/onboarding/facts';
import type { Resolver } from '../dns/resolver';
import { observeDomain } from '../observe/domain';
import { observeNameServers } from '../observe/names';
import type { NetworkAccess } from '../observe/network-access';
import { observeValidation, observeZoneName } from '../observe/validation-records';
import { observeWebsite } from './website';

/** What is known beforehand; `policy` is the answer for devices at this moment. */
export type OnboardingInput = Pick<PlanFacts, 'account' | 'names'> & {
  readonly domain: DomainName;
  readonly declared?: {
    readonly tenant: PlannedTenant;
    readonly domain: PlannedDomain & { readonly policy: ResolvedPolicy };
  };
};

/** What AWS says of a domain. */
export type AskAws = (domain: string) => Promise<AwsFacts>;

/**
 * Observes a domain from the internet and, by `askAws`, in AWS. Read-only; what cannot be asked is unknown, never an
 * error.
 */
export async function observeOnboarding(
  access: NetworkAccess,
  askAws: AskAws,
  input: OnboardingInput,
): Promise<PlanFacts> {
  const { domain, declared } = input;
  const { resolver } = access;
  const [seen, website, aws, zone] = await Promise.all([
    observeDomain(access, {
      domain,
      identifiers: testIdentifiers(domain),
      madeUp: true,
      ...(declared ? { tenant: tenantFacts(declared) } : {}),
      expectedHosts: [],
      askApple: false,
      postBaseUrl: false,
    }),
    observeWebsite(access, domain),
    askAws(domain),
    resolver ? observeZoneName(resolver, domain) : domain,
  ]);
  const records = bestCertificate(observedValue(aws.certificates) ?? [])?.records ?? [];
  return {
    ...input,
    zone,
    seen,
    diagnosis: await diagnose(seen),
    website,
    aws,
    delegations: resolver ? await observeDelegations(resolver, aws.zones) : new Map(),
    lookups: resolver ? await observeValidation(resolver, records, zone) : [],
    now: access.now(),
  };
}

function tenantFacts({ tenant, domain }: NonNullable<OnboardingInput['declared']>): NonNullable<Facts['tenant']> {
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
