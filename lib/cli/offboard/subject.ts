import type { LeavingDomain } from '../../adapters/onboarding/offboarding';
import type { TenantView } from '../../contract/api/schemas';
import { maskAddresses } from '../../core/discovery/mask';
import { didYouMean } from '../../core/near-match';
import { problem } from '../../core/problems';
import { failed, ok, type Result } from '../../core/result';
import type { Domain, Fleet, Tenant } from '../../core/tenants/fleet';

/** The tenant to remove, as the project and the backend know it: at least one of them does. */
export interface OffboardSubject {
  readonly id: string;
  readonly name: string;
  readonly declared?: Tenant;
  readonly known?: TenantView;
  /** Its domains, except those that now belong to another tenant. */
  readonly domains: readonly LeavingDomain[];
}

/** The tenant with this id, also after its file was deleted. Problem code: `tenant.not-found`. */
export function findOffboardSubject(
  fleet: Fleet,
  tenants: readonly TenantView[],
  word: string,
): Result<OffboardSubject> {
  const id = word.trim().toLowerCase();
  const declared = fleet.tenants.find((tenant) => tenant.id === id);
  const known = tenants.find((tenant) => tenant.id === id);
  const name = declared?.name ?? known?.name;
  if (name === undefined) {
    const ids = [...fleet.tenants, ...tenants].map((tenant) => tenant.id);
    const message = `Cannot find the tenant "${maskAddresses(word)}": neither tenants/ nor the backend has it; expected the id of a tenant`;
    return failed(problem('tenant.not-found', message + didYouMean(id, [...new Set<string>(ids)])));
  }
  const taken = takenByOthers(fleet, tenants, id);
  const domains = [...declaredDomains(declared), ...knownDomains(known, declared)];
  const left = domains.filter((domain) => !taken.has(domain.name));
  return ok({ id, name, ...(declared ? { declared } : {}), ...(known ? { known } : {}), domains: left });
}

function takenByOthers(fleet: Fleet, tenants: readonly TenantView[], id: string): ReadonlySet<string> {
  const others = [
    ...fleet.tenants.filter((tenant) => tenant.id !== id),
    ...tenants.filter((tenant) => tenant.id !== id && tenant.state === 'active'),
  ];
  return new Set(others.flatMap(({ domains }) => domains.map(({ name }): string => name)));
}

function declaredDomains(declared: Tenant | undefined): readonly LeavingDomain[] {
  return (declared?.domains ?? []).map(readDomain);
}

function readDomain(domain: Domain): LeavingDomain {
  if (domain.kind === 'elsewhere') return { name: domain.name, way: 'elsewhere' };
  const { name, website, dns } = domain;
  if (dns.kind === 'route53') return { name, website, way: 'route53' };
  return { name, website, way: 'external', certificateArn: dns.certificateArn };
}

/** Domains that only the backend still knows; it does not record where their DNS is. */
function knownDomains(known: TenantView | undefined, declared: Tenant | undefined): readonly LeavingDomain[] {
  const names = new Set<string>(declared?.domains.map(({ name }) => name));
  return (known?.domains ?? [])
    .filter(({ name }) => !names.has(name))
    .map(({ name, decidedBy }) => ({ name, way: decidedBy === 'elsewhere' ? 'elsewhere' : 'unknown' }));
}
