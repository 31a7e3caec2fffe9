import type { Policy, When } from './policy';
import type { DiscoveryQuery } from './query';
import { sharePosition } from './share';

/** The answer, and the rule that gave it: its index in the policy, or `otherwise`. */
export interface Decision<A> {
  readonly answer: A;
  readonly rule: number | 'otherwise';
}

/** Decides the answer for a device. The first matching rule wins; a request without parameters gets `otherwise`. */
export function decide<A>(policy: Policy<A> & { readonly salt: string }, query: DiscoveryQuery): Decision<A> {
  for (const [index, rule] of policy.rules.entries()) {
    if (matches(rule.when, policy.salt, query)) return { answer: rule.answer, rule: index };
  }
  return { answer: policy.otherwise, rule: 'otherwise' };
}

function matches(when: When, salt: string, { family, identifier }: DiscoveryQuery): boolean {
  if (when.families && !(when.families as readonly (string | undefined)[]).includes(family)) return false;
  if (when.share === undefined) return true;
  return identifier !== undefined && sharePosition(salt, identifier) < when.share;
}
