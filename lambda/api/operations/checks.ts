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
import { notFound } from '../not-found';
import { operation, param, success } from '../operation';

const PATH = '/v1/tenants/{tenant}/checks';

/** How long a request waits for a look; the function's own limit is 15 seconds. */
const PATIENCE_MS = 12_000;

export const listChecks = operation({
  id: 'listChecks',
  method: 'get',
  path: PATH,
  summary: 'How the domains and fallbacks of a tenant stand, seen from outside',
  access: { role: 'tenant', scope: 'read' },
  response: { schema: checkListSchema, description: 'One for each domain, then one for each server.' },
  handle: async (request, { repository, checks }) => {
    const id = param(request, 'tenant');
    const [tenant, known] = await Promise.all([repository.tenant(id), checks().store.list(id)]);
    return tenant ? success({ items: viewChecks(tenant, known) }) : notFound();
  },
});

export const postCheck = operation({
  id: 'postCheck',
  method: 'post',
  path: PATH,
  summary: 'Look at a domain or a fallback now',
  description:
    'Within 10 seconds after a look, that one is the answer. Where nothing can be seen in time, `blind` says why, and the standing stays as it was.',
  access: { role: 'tenant', scope: 'write' },
  body: checkRequestSchema,
  response: { schema: checkSchema, description: 'How it stands now.' },
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

/** The schema lets exactly one of both through. */
function targetOf({ domain, server = '' }: CheckRequest): Target {
  return domain === undefined ? { kind: 'server', name: server } : { kind: 'domain', name: domain.toLowerCase() };
}
