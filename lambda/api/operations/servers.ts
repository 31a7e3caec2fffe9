import { fallbackSchema, serverListSchema } from '../../../lib/contract/api/schemas';
import type { ServerRecord } from '../../../lib/core/tenants/records';
import { param } from '../operation';
import { viewFallback, viewServer } from '../views';
import { overrideOperations } from './override-operations';
import { tenantRead } from './tenant-read';

export const listServers = tenantRead({
  id: 'listServers',
  path: '/servers',
  summary: 'The servers of a tenant',
  response: { schema: serverListSchema, description: 'All of them; a tenant has at most 20.' },
  read: (id, _request, { repository }) => repository.servers(id),
  view: (_tenant, servers) => ({ items: servers.map(viewServer) }),
});

export const {
  show: getFallback,
  put: putFallbackOverride,
  remove: deleteFallbackOverride,
} = overrideOperations<ServerRecord>({
  ids: { show: 'getFallback', put: 'putFallbackOverride', remove: 'deleteFallbackOverride' },
  path: '/v1/tenants/{tenant}/servers/{server}/fallback',
  summaries: {
    show: "What devices that come by Apple's fallback are answered: declared policy, override, and which is in force",
    put: 'Put another fallback policy in force at once, for at most 30 days',
    remove: 'Put the declared fallback policy back in force',
  },
  noun: 'fallback',
  schema: fallbackSchema,
  targetOf: (request, { repository }) => {
    const [tenant, name] = [param(request, 'tenant'), param(request, 'server')];
    return {
      read: () => repository.server(tenant, name),
      subjectOf: (record) => ({ kind: 'server', record }),
      view: viewFallback,
    };
  },
});
