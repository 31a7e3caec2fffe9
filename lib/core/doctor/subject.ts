import { type DomainName, parseDomainName } from '../discovery/domain-name';
import { type Identifier, parseIdentifier } from '../discovery/identifier';
import { failed, ok, type Result } from '../result';
import { findTenant } from '../tenants/find-tenant';
import type { Domain, Fleet, Tenant } from '../tenants/fleet';
import type { TenantFacts } from './facts';

/** One domain to check, and the identifier to send. */
export interface DoctorSubject {
  readonly domain: DomainName;
  /** A person's own; a test identifier is sent when it is left out. */
  readonly identifier?: Identifier;
  readonly tenant?: TenantFacts;
}

/**
 * Reads what a person typed: an identifier, a tenant's id, or any domain. Problem codes: `identifier.*`, `domain.*`,
 * `tenant.not-found` with the nearest id.
 */
export function readSubjects(text: string, fleet: Fleet | undefined): Result<readonly DoctorSubject[]> {
  const typed = text.trim();
  if (typed.includes('@')) {
    const identifier = parseIdentifier(typed);
    if (!identifier.ok) return identifier;
    const { domain } = identifier.value;
    return ok([{ ...subjectOf(domain, fleet), identifier: identifier.value }]);
  }
  const tenant = fleet?.tenants.find(({ id }) => id === typed);
  if (tenant) return ok(subjectsOfTenant(tenant));
  const domain = parseDomainName(typed.replace(/\.$/, ''));
  if (domain.ok) return ok([subjectOf(domain.value, fleet)]);
  if (domain.problem.code !== 'domain.single-label' || !fleet) return domain;
  const unknownTenant = findTenant(fleet, typed);
  return unknownTenant.ok ? ok(subjectsOfTenant(unknownTenant.value)) : failed(unknownTenant.problem);
}

/** Every domain of every tenant. */
export function everySubject({ tenants }: Fleet): readonly DoctorSubject[] {
  return tenants.flatMap(subjectsOfTenant);
}

function subjectsOfTenant(tenant: Tenant): DoctorSubject[] {
  return tenant.domains.map((domain) => ({ domain: domain.name, tenant: tenantFacts(tenant, domain) }));
}

function subjectOf(name: DomainName, fleet: Fleet | undefined): DoctorSubject {
  for (const tenant of fleet?.tenants ?? []) {
    const domain = tenant.domains.find((each) => each.name === name);
    if (domain) return { domain: name, tenant: tenantFacts(tenant, domain) };
  }
  return { domain: name };
}

function tenantFacts({ id }: Tenant, { kind, policy }: Domain): TenantFacts {
  return { id, kind, policy };
}
