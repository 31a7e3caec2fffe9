import { type PlanView, planSchema } from '../../../lib/contract/api/plan-schemas';
import type { OnboardingPlan } from '../../../lib/core/onboarding/plan';
import { policyInForce } from '../../../lib/core/tenants/in-force';
import { notFound, operation, param, refused, success } from '../operation';

export const getPlan = operation({
  id: 'getPlan',
  method: 'get',
  path: '/v1/tenants/{tenant}/domains/{domain}/plan',
  summary: 'The steps until devices of a domain find their MDM, as observed from the internet now',
  description:
    'AWS is not queried: a step that only AWS can confirm is `unknown`. `npx signpost plan <domain>` queries it.',
  access: { role: 'tenant', scope: 'read' },
  response: {
    schema: planSchema,
    description: 'For each step: who acts next, what is expected, what was found and what to paste.',
  },
  handle: async (request, { repository, plan, now }) => {
    const [id, name] = [param(request, 'tenant'), param(request, 'domain')];
    const [tenant, { record }] = await Promise.all([repository.tenant(id), repository.domain(id, name)]);
    const policy = record?.releasedAt === undefined ? policyInForce(record, now()) : undefined;
    if (!tenant || !record || !policy) return notFound();
    const planned = await plan()({ tenant, domain: record, policy });
    return planned.ok ? success(viewPlan(planned.value)) : refused(planned.problem);
  },
});

/** The domain's status is reported by its check alone. */
function viewPlan({ domain, steps, next }: OnboardingPlan): PlanView {
  return { domain, steps, next };
}
