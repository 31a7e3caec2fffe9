import type { StatusCounts } from '../../../lib/backend/checks/ports';
import { type OverviewView, overviewSchema } from '../../../lib/contract/api/schemas';
import type { Principal } from '../../../lib/core/tenants/principal';
import type { TenantRecord } from '../../../lib/core/tenants/records';
import type { TenantRepository } from '../../../lib/core/tenants/repository';
import { operation, success } from '../operation';
import { registrationOverviewOf } from '../registration-overview';
import { statusesOf } from '../status-overview';
import { visibleTenants } from './tenants';

/** The table ends a page at 1 MB. */
const ALL_AT_ONCE = 2000;

export const getOverview = operation({
  id: 'getOverview',
  method: 'get',
  path: '/v1/overview',
  summary:
    'How many tenants, domains and servers there are, their health, what needs attention, and which overrides are in force',
  access: { role: 'tenant', scope: 'read' },
  response: { schema: overviewSchema, description: 'For the tenants that you may see.' },
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
  // The lists lag behind by a moment: a target that was just removed may still be counted.
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
