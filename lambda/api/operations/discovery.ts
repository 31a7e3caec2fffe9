import {
  discoverySchema,
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
import { type ApiParts, type ApiRequest, notFound, operation, param, refused, success } from '../operation';
import { viewDiscovery } from '../views';
import { overrideOperations, resolveRequested } from './override-operations';

const PATH = '/v1/tenants/{tenant}/domains/{domain}/discovery';

export const {
  show: getDiscovery,
  put: putDomainOverride,
  remove: deleteDomainOverride,
} = overrideOperations<DomainRecord>({
  ids: { show: 'getDiscovery', put: 'putDomainOverride', remove: 'deleteDomainOverride' },
  path: PATH,
  summaries: {
    show: "What a domain's devices are answered: declared policy, override, and which is in force",
    put: 'Put another policy in force at once, for at most 30 days',
    remove: 'Put the declared policy back in force',
  },
  condition: 'Possible where the backend answers devices.',
  noun: 'discovery',
  schema: discoverySchema,
  targetOf: (request, { repository }) => {
    const [tenant, name] = [param(request, 'tenant'), param(request, 'domain')];
    return {
      read: () => repository.domain(tenant, name),
      subjectOf: (record) => ({ kind: 'domain', record }),
      view: viewDiscovery,
    };
  },
});

export const previewDiscovery = operation({
  id: 'previewDiscovery',
  method: 'post',
  path: `${PATH}/preview`,
  summary: 'What one device would be answered; changes nothing',
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
  if (principal.role.kind === 'platform') return resolveRequested(body.policy, record, parts);
  const message = `Cannot preview another policy: your groups do not allow it; expected the group ${PLATFORM_GROUP}`;
  return failed(problem('api.forbidden', message));
}

const NOTHING: ResolvedPolicy = { salt: '', rules: [], otherwise: { kind: 'absent' } };
