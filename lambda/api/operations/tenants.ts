import {
  eventPageSchema,
  pageQuerySchema,
  tenantPageSchema,
  tenantViewSchema,
} from '../../../lib/contract/api/schemas';
import type { Page, PageRequest } from '../../../lib/core/page';
import type { Principal } from '../../../lib/core/tenants/principal';
import type { TenantRecord } from '../../../lib/core/tenants/records';
import type { TenantRepository } from '../../../lib/core/tenants/repository';
import { operation, success } from '../operation';
import { pageRequest, viewPage } from '../page';
import { viewEvent, viewTenant } from '../views';
import { tenantRead } from './tenant-read';

export const listTenants = operation({
  id: 'listTenants',
  method: 'get',
  path: '/v1/tenants',
  summary: 'Every tenant that you may see, sorted by id',
  access: { role: 'tenant', scope: 'read' },
  query: pageQuerySchema,
  response: { schema: tenantPageSchema, description: 'A page of tenants.' },
  handle: async ({ principal, query }, { repository }) =>
    success(viewPage(await visibleTenants(principal, pageRequest(query), repository), viewTenant)),
});

export const getTenant = tenantRead({
  id: 'getTenant',
  path: '',
  summary: 'One tenant',
  response: { schema: tenantViewSchema, description: 'The tenant.' },
  read: async () => undefined,
  view: viewTenant,
});

export const listEvents = tenantRead({
  id: 'listEvents',
  path: '/events',
  summary: 'The history of a tenant, newest first: who changed what',
  query: pageQuerySchema,
  response: { schema: eventPageSchema, description: 'A page of events; they are kept for 400 days.' },
  read: (id, { query }, { repository }) => repository.listEvents(id, pageRequest(query)),
  view: (_tenant, events) => viewPage(events, viewEvent),
});

/** All for the platform team, else the few of the principal's groups. */
export async function visibleTenants(
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
