import type { z } from 'zod';
import type { TenantRecord } from '../../../lib/core/tenants/records';
import { type ApiParts, type ApiRequest, notFound, type Operation, param, success } from '../operation';

/** What differs between the reads of one tenant. */
interface TenantRead<Query extends z.ZodType, Found>
  extends Pick<Operation<Query>, 'id' | 'summary' | 'query' | 'response'> {
  /** Behind the tenant, such as `/servers`. */
  readonly path: string;
  /** Reads what is shown beside or instead of the tenant. */
  readonly read: (id: string, request: ApiRequest<z.output<Query>>, parts: ApiParts) => Promise<Found>;
  readonly view: (tenant: TenantRecord, found: Found) => unknown;
}

/** An operation that shows something of one tenant to its administrators; a 404 where the tenant is unknown. */
export function tenantRead<Query extends z.ZodType, Found>({
  path,
  read,
  view,
  ...declared
}: TenantRead<Query, Found>): Operation<Query> {
  return {
    ...declared,
    method: 'get',
    path: `/v1/tenants/{tenant}${path}`,
    access: { role: 'tenant', scope: 'read' },
    handle: async (request, parts) => {
      const id = param(request, 'tenant');
      const [tenant, found] = await Promise.all([parts.repository.tenant(id), read(id, request, parts)]);
      return tenant ? success(view(tenant, found)) : notFound();
    },
  };
}
