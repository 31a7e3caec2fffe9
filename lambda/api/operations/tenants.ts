import type { StatusCounts } from '../../../lib/backend/checks/ports';
import {
  eventPageSchema,
  type OverviewView,
  overviewSchema,
  pageQuerySchema,
  tenantPageSchema,
  tenantViewSchema,
} from '../../../lib/contract/api/schemas';
import type { Page, PageRequest } from '../../../lib/core/page';
import type { Principal } from '../../../lib/core/tenants/principal';
import type { TenantRecord } from '../../../lib/core/tenants/records';
import type { TenantRepository } from '../../../lib/core/tenants/repository';
import { notFound } from '../not-found';
import { operation, param, success } from '../operation';
import { pageRequest, viewPage } from '../page';
import { registrationOverviewOf } from '../registration-overview';
import { statusesOf } from '../status-overview';
import { viewEvent, viewTenant } from '../views';

/** The table ends a page at 1 MB. */
const ALL_AT_ONCE = 2000;

export const listTenants = operation({
  id: 'listTenants',
  method: 'get',
  path: '/v1/tenants',
  summary: 'Every tenant that you may see, by id',
  access: { role: 'tenant', scope: 'read' },
  query: pageQuerySchema,
  response: { schema: tenantPageSchema, description: 'A page of tenants.' },
  handle: async ({ principal, query }, { repository }) =>
    success(viewPage(await visibleTenants(principal, pageRequest(query), repository), viewTenant)),
});

export const getTenant = operation({
  id: 'getTenant',
  method: 'get',
  path: '/v1/tenants/{tenant}',
  summary: 'One tenant',
  access: { role: 'tenant', scope: 'read' },
  response: { schema: tenantViewSchema, description: 'The tenant.' },
  handle: async (request, { repository }) => {
    const record = await repository.tenant(param(request, 'tenant'));
    return record ? success(viewTenant(record)) : notFound();
  },
});

export const listEvents = operation({
  id: 'listEvents',
  method: 'get',
  path: '/v1/tenants/{tenant}/events',
  summary: 'Who did what, newest first',
  access: { role: 'tenant', scope: 'read' },
  query: pageQuerySchema,
  response: { schema: eventPageSchema, description: 'A page of events; they are kept 400 days.' },
  handle: async (request, { repository }) => {
    const tenant = param(request, 'tenant');
    if (!(await repository.tenant(tenant))) return notFound();
    return success(viewPage(await repository.listEvents(tenant, pageRequest(request.query)), viewEvent));
  },
});

export const getOverview = operation({
  id: 'getOverview',
  method: 'get',
  path: '/v1/overview',
  summary:
    'How many tenants, domains and servers there are, how they stand, what needs a person, and which overrides are in force',
  access: { role: 'tenant', scope: 'read' },
  response: { schema: overviewSchema, description: 'Of the tenants that you may see.' },
  handle: async ({ principal }, parts) => {
    const { repository, checks, now } = parts;
    const statuses = statusesOf(principal, checks().store);
    const [tenants, registrations] = await Promise.all([
      everyVisibleTenant(principal, repository),
      registrationOverviewOf(principal, parts, statuses),
    ]);
    const ids = new Set<string>(tenants.map(({ id }) => id));
    const overrides = (await repository.listOverrides())
      .filter(({ tenant, until }) => ids.has(tenant) && now() < Date.parse(until))
      .map(({ tenant, target, until, why }) => ({ tenant, target, until, why }))
      .sort((a, b) => (`${a.tenant} ${a.target}` < `${b.tenant} ${b.target}` ? -1 : 1));
    return success({ ...count(tenants, (await statuses).counts), overrides, ...registrations });
  },
});

type Counts = Pick<OverviewView, 'tenants' | 'domains' | 'servers' | 'checks'>;

function count(tenants: readonly TenantRecord[], seen: StatusCounts): Counts {
  const active = tenants.filter(({ releasedAt }) => releasedAt === undefined);
  const deciders = active.flatMap(({ domains }) => domains.map(({ decidedBy }) => decidedBy));
  const decidedBy = (decider: (typeof deciders)[number]) => deciders.filter((each) => each === decider).length;
  const servers = active.reduce((sum, each) => sum + each.servers.length, 0);
  const { serving, 'in-progress': inProgress, stuck } = seen;
  // The lists lag behind by a moment: what has just gone may still be counted.
  const notChecked = Math.max(0, deciders.length + servers - serving - inProgress - stuck);
  return {
    tenants: { active: active.length, released: tenants.length - active.length },
    domains: { edge: decidedBy('edge'), backend: decidedBy('backend'), elsewhere: decidedBy('elsewhere') },
    servers,
    checks: { serving, inProgress, stuck, notChecked },
  };
}

async function everyVisibleTenant(principal: Principal, repository: TenantRepository): Promise<TenantRecord[]> {
  const tenants: TenantRecord[] = [];
  let after: string | undefined;
  do {
    const page = await visibleTenants(principal, { limit: ALL_AT_ONCE, after }, repository);
    tenants.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return tenants;
}

/** All for the platform team, else those of the principal's groups, of which there are few. */
async function visibleTenants(
  { role }: Principal,
  { limit, after }: PageRequest,
  repository: TenantRepository,
): Promise<Page<TenantRecord>> {
  if (role.kind === 'platform') return repository.listTenants({ limit, after });
  const ids = [...new Set(role.ids)].sort().filter((id) => after === undefined || id > after);
  const wanted = ids.slice(0, limit);
  const found = await repository.tenants(wanted);
  const items = [...found].sort((a, b) => (a.id < b.id ? -1 : 1));
  return ids.length > limit ? { items, next: wanted.at(-1) } : { items };
}
