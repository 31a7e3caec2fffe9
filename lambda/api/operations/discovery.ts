import {
  discoverySchema,
  overrideRequestSchema,
  type PreviewRequest,
  previewRequestSchema,
  previewSchema,
} from '../../../lib/contract/api/schemas';
import { decide } from '../../../lib/core/discovery/decide';
import type { ResolvedPolicy } from '../../../lib/core/discovery/policy';
import { render } from '../../../lib/core/discovery/render';
import { problem } from '../../../lib/core/problems';
import { failed, ok, type Result } from '../../../lib/core/result';
import { policyInForce } from '../../../lib/core/tenants/in-force';
import { PLATFORM_GROUP } from '../../../lib/core/tenants/principal';
import type { DomainRecord } from '../../../lib/core/tenants/records';
import { notFound } from '../not-found';
import { type ApiParts, type ApiRequest, operation, param, refused, success } from '../operation';
import { viewDiscovery } from '../views';
import { type OverrideTarget, putOverride, removeOverride, resolve, show } from './discovery-target';

const PATH = '/v1/tenants/{tenant}/domains/{domain}/discovery';
const RESPONSE = { schema: discoverySchema, description: 'What is declared, overridden and in force.', etag: true };

export const getDiscovery = operation({
  id: 'getDiscovery',
  method: 'get',
  path: PATH,
  summary: 'What devices are told at a domain: declared, override, in force',
  access: { role: 'tenant', scope: 'read' },
  response: RESPONSE,
  handle: (request, parts) => show(domainOf(request, parts), parts),
});

export const putDomainOverride = operation({
  id: 'putDomainOverride',
  method: 'put',
  path: `${PATH}/override`,
  summary: 'Put another policy in force at once, for at most 30 days',
  description: 'Where the backend decides. `If-Match` is the ETag of the discovery.',
  access: { role: 'platform', scope: 'write' },
  body: overrideRequestSchema,
  conditional: 'always',
  response: RESPONSE,
  refusals: [409],
  handle: (request, parts) => putOverride(domainOf(request, parts), request, parts),
});

export const deleteDomainOverride = operation({
  id: 'deleteDomainOverride',
  method: 'delete',
  path: `${PATH}/override`,
  summary: 'Put the declared policy back in force',
  description: '`If-Match` is the ETag of the discovery.',
  access: { role: 'platform', scope: 'write' },
  conditional: 'always',
  response: RESPONSE,
  handle: (request, parts) => removeOverride(domainOf(request, parts), request, parts),
});

export const previewDiscovery = operation({
  id: 'previewDiscovery',
  method: 'post',
  path: `${PATH}/preview`,
  summary: 'What one device would be told; changes nothing',
  access: { role: 'tenant', scope: 'read' },
  body: previewRequestSchema,
  response: { schema: previewSchema, description: 'The decision.' },
  handle: async (request, parts) => {
    const { record } = await parts.repository.domain(param(request, 'tenant'), param(request, 'domain'));
    if (!record) return notFound();
    const policy = policyToPreview(record, request, parts);
    if (!policy.ok) return refused(policy.problem);
    const { family, identifier } = request.body;
    const { rule, answer } = decide(policy.value, { raw: '', family, identifier });
    return success({ rule, answer, status: render(answer, { method: 'GET', rawQuery: '' }).status });
  },
});

function policyToPreview(
  record: DomainRecord,
  { principal, body }: ApiRequest<unknown, PreviewRequest>,
  parts: ApiParts,
): Result<ResolvedPolicy> {
  if (!body.policy) return ok(policyInForce(record, parts.now()) ?? NOTHING);
  if (principal.role.kind === 'platform') return resolve(body.policy, record, parts);
  const message = `Cannot preview another policy: your groups do not allow it; expected the group ${PLATFORM_GROUP}`;
  return failed(problem('api.forbidden', message));
}

const NOTHING: ResolvedPolicy = { salt: '', rules: [], otherwise: { kind: 'absent' } };

function domainOf(request: ApiRequest, { repository }: ApiParts): OverrideTarget<DomainRecord> {
  const [tenant, name] = [param(request, 'tenant'), param(request, 'domain')];
  return {
    read: () => repository.domain(tenant, name),
    subjectOf: (record) => ({ kind: 'domain', record }),
    view: viewDiscovery,
  };
}
