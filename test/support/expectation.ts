import { decide } from '../../lib/core/discovery/decide';
import type { Device } from '../../lib/core/discovery/device';
import type { Journey } from '../../lib/core/discovery/journey';
import { sendsFamily } from '../../lib/core/discovery/os-support';
import type { ResolvedAnswer, ResolvedPolicy } from '../../lib/core/discovery/policy';

/** The answer of the policy for this device. */
export function expectedAnswer(policy: ResolvedPolicy, { identifier, family, os }: Device): ResolvedAnswer {
  const sent = sendsFamily(family, os) ? family : undefined;
  return decide(policy, { raw: '', identifier: identifier.text, family: sent }).answer;
}

/** Whether the domain answered the device as the policy says. What a cluster did afterwards does not count. */
export function wasAnswered(answer: ResolvedAnswer, { stages }: Journey): boolean {
  const [stage] = stages;
  const [hop] = stage?.hops ?? [];
  if (!stage || !hop) return false;
  switch (answer.kind) {
    case 'redirect':
      return hop.location?.startsWith(answer.url) === true;
    case 'serve':
      return stage.outcome.ok && stage.hops.length === 1 && stage.outcome.value.baseUrl === answer.baseUrl;
    case 'refuse':
      return !stage.outcome.ok && stage.outcome.problem.code === 'response.refused';
    case 'absent':
      return hop.status === 404;
  }
}
