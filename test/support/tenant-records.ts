import { parseDomainName } from '../../lib/core/discovery/domain-name';
import type { ResolvedPolicy } from '../../lib/core/discovery/policy';
import type { DeclaredTenant } from '../../lib/core/tenants/declared';
import type { TenantId } from '../../lib/core/tenants/fleet';
import type { DomainRecord, ServerRecord, TenantRecord } from '../../lib/core/tenants/records';
import type { TenantRepository } from '../../lib/core/tenants/repository';
import { parseTenantId } from '../../lib/core/tenants/tenant-id';

export function tenantId(text: string): TenantId {
  const id = parseTenantId(text);
  if (!id) throw new Error(`"${text}" is no tenant id`);
  return id;
}

export function domainName(text: string): DomainRecord['name'] {
  const parsed = parseDomainName(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.value;
}

/** Redirects every device to this host. */
export function everybodyTo(host: string): ResolvedPolicy {
  return { salt: 'acme', rules: [], otherwise: { kind: 'redirect', url: `https://${host}/discovery` } };
}

export const NA1 = everybodyTo('na1.mdm.example');
export const EU1 = everybodyTo('eu1.mdm.example');

export function tenantRecord(id: string, changes: Partial<TenantRecord> = {}): TenantRecord {
  return {
    id: tenantId(id),
    name: id,
    channel: 'stable',
    domains: [],
    servers: [],
    stackId: `stack-${id}`,
    requests: [],
    version: 1,
    ...changes,
  };
}

export function domainRecord(name: string, tenant: string, changes: Partial<DomainRecord> = {}): DomainRecord {
  return {
    name: domainName(name),
    tenant: tenantId(tenant),
    decidedBy: 'backend',
    declared: NA1,
    version: 1,
    ...changes,
  };
}

export function serverRecord(name: string, tenant: string, changes: Partial<ServerRecord> = {}): ServerRecord {
  return {
    name,
    tenant: tenantId(tenant),
    token: { kind: 'owned' },
    onOverwrite: 'report',
    declared: NA1,
    version: 1,
    ...changes,
  };
}

/** A tenant of these domains, all answered at the backend, with one server. */
export function declared(...domains: readonly string[]): DeclaredTenant {
  return {
    name: 'Acme',
    channel: 'stable',
    domains: domains.map((name) => ({ name: domainName(name), decidedBy: 'backend', policy: NA1 })),
    servers: [{ name: 'main', token: { kind: 'owned' }, onOverwrite: 'report', fallback: NA1 }],
  };
}

/** The repository, with this called before each of its calls; it may throw in their stead. */
export function watched(repository: TenantRepository, beforeCall: (name: string) => void): TenantRepository {
  return new Proxy(repository, {
    get: (target, name: keyof TenantRepository) => (first: never, second: never) => {
      beforeCall(name);
      const call: (first: never, second: never) => unknown = target[name];
      return call(first, second);
    },
  });
}
