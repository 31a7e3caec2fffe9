import { visitCheck } from '../../../lib/backend/checks/visit';
import {
  type CheckRequest,
  checkListSchema,
  checkRequestSchema,
  checkSchema,
} from '../../../lib/contract/api/check-schemas';
import { mayCheckAgain } from '../../../lib/core/checks/check';
import { type Target, targetName } from '../../../lib/core/tenants/records';
import { parseTenantId } from '../../../lib/core/tenants/tenant-id';
import { viewCheck, viewChecks } from '../check-views';
import { notFound, operation, param, success } from '../operation';
import { tenantRead } from './tenant-read';

const PATH = '/checks';

/** How long a request waits for a check; the function's own limit is 15 seconds. */
const PATIENCE_MS = 12_000;

export const listChecks = tenantRead({
  id: 'listChecks',
  path: PATH,
  summary: 'Health of the domains and fallbacks of a tenant, as checked from the internet',
  response: { schema: checkListSchema, description: 'One for each domain, then one for each server.' },
  read: (id, _request, { checks }) => checks().store.list(id),
  view: (tenant, known) => ({ items: viewChecks(tenant, known) }),
});

export const postCheck = operation({
  id: 'postCheck',
  method: 'post',
  path: `/v1/tenants/{tenant}${PATH}`,
  summary: 'Check a domain or a fallback now',
  description:
    'A check that is less than 10 seconds old is returned as it is. Where nothing could be observed in time, `blind` says why, and `status` stays the same.',
  access: { role: 'tenant', scope: 'write' },
  body: checkRequestSchema,
  response: { schema: checkSchema, description: 'The latest check.' },
  handle: async (request, { checks }) => {
    const tenant = parseTenantId(param(request, 'tenant'));
    const target = targetOf(request.body);
    if (!tenant) return notFound();
    const ports = checks();
    const deadline = request.receivedAt + PATIENCE_MS;
    const check = await visitCheck(ports, { tenant, target: targetName(target) }, { isDue: mayCheckAgain, deadline });
    return check ? success(viewCheck(target, check)) : notFound();
  },
});

/** The schema accepts exactly one of the two. */
function targetOf({ domain, server = '' }: CheckRequest): Target {
  return domain === undefined ? { kind: 'server', name: server } : { kind: 'domain', name: domain.toLowerCase() };
}
