import { type PlanView, planSchema } from '../../../lib/contract/api/plan-schemas';
import type { OnboardingPlan } from '../../../lib/core/onboarding/plan';
import { policyInForce } from '../../../lib/core/tenants/in-force';
import { notFound } from '../not-found';
import { operation, param, refused, success } from '../operation';

export const getPlan = operation({
  id: 'getPlan',
  method: 'get',
  path: '/v1/tenants/{tenant}/domains/{domain}/plan',
  summary: 'The steps until devices of a domain find their MDM, seen from outside at this moment',
  description: 'AWS is not asked: what it alone knows is `unknown`, and `npx signpost plan <domain>` finds it out.',
  access: { role: 'tenant', scope: 'read' },
  response: { schema: planSchema, description: 'Whose move each step is, what is expected, found and to be pasted.' },
  handle: async (request, { repository, plan, now }) => {
    const [id, name] = [param(request, 'tenant'), param(request, 'domain')];
    const [tenant, { record }] = await Promise.all([repository.tenant(id), repository.domain(id, name)]);
    const policy = record?.releasedAt === undefined ? policyInForce(record, now()) : undefined;
    if (!tenant || !record || !policy) return notFound();
    const planned = await plan()({ tenant, domain: record, policy });
    return planned.ok ? success(viewPlan(planned.value)) : refused(planned.problem);
  },
});

/** How the domain stands is said by its check alone. */
function viewPlan({ domain, steps, next }: OnboardingPlan): PlanView {
  return { domain, steps, next };
}
