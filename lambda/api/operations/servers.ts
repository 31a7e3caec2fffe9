import { fallbackSchema, overrideRequestSchema, serverListSchema } from '../../../lib/contract/api/schemas';
import type { ServerRecord } from '../../../lib/core/tenants/records';
import { notFound } from '../not-found';
import { type ApiParts, type ApiRequest, operation, param, success } from '../operation';
import { viewFallback, viewServer } from '../views';
import { type OverrideTarget, putOverride, removeOverride, show } from './discovery-target';

const PATH = '/v1/tenants/{tenant}/servers/{server}/fallback';
const RESPONSE = { schema: fallbackSchema, description: 'What is declared, overridden and in force.', etag: true };

export const listServers = operation({
  id: 'listServers',
  method: 'get',
  path: '/v1/tenants/{tenant}/servers',
  summary: 'The servers of a tenant',
  access: { role: 'tenant', scope: 'read' },
  response: { schema: serverListSchema, description: 'All of them; a tenant has 20 at most.' },
  handle: async (request, { repository }) => {
    const id = param(request, 'tenant');
    const [tenant, servers] = await Promise.all([repository.tenant(id), repository.servers(id)]);
    return tenant ? success({ items: servers.map(viewServer) }) : notFound();
  },
});

export const getFallback = operation({
  id: 'getFallback',
  method: 'get',
  path: PATH,
  summary: "What devices are told that come by Apple's fallback: declared, override, in force",
  access: { role: 'tenant', scope: 'read' },
  response: RESPONSE,
  handle: (request, parts) => show(serverOf(request, parts), parts),
});

export const putFallbackOverride = operation({
  id: 'putFallbackOverride',
  method: 'put',
  path: `${PATH}/override`,
  summary: 'Put another fallback in force at once, for at most 30 days',
  description: '`If-Match` is the ETag of the fallback.',
  access: { role: 'platform', scope: 'write' },
  body: overrideRequestSchema,
  conditional: 'always',
  response: RESPONSE,
  refusals: [409],
  handle: (request, parts) => putOverride(serverOf(request, parts), request, parts),
});

export const deleteFallbackOverride = operation({
  id: 'deleteFallbackOverride',
  method: 'delete',
  path: `${PATH}/override`,
  summary: 'Put the declared fallback back in force',
  description: '`If-Match` is the ETag of the fallback.',
  access: { role: 'platform', scope: 'write' },
  conditional: 'always',
  response: RESPONSE,
  handle: (request, parts) => removeOverride(serverOf(request, parts), request, parts),
});

function serverOf(request: ApiRequest, { repository }: ApiParts): OverrideTarget<ServerRecord> {
  const [tenant, name] = [param(request, 'tenant'), param(request, 'server')];
  return {
    read: () => repository.server(tenant, name),
    subjectOf: (record) => ({ kind: 'server', record }),
    view: viewFallback,
  };
}
