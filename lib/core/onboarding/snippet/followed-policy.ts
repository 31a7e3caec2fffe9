import { decide } from '../../discovery/decide';
import { describeAnswer } from '../../discovery/describe-policy';
import { FAMILIES, type Family } from '../../discovery/family';
import { withQuery } from '../../discovery/location';
import type { ResolvedAnswer, ResolvedPolicy } from '../../discovery/policy';
import { policyBelow } from '../../discovery/share';

/** A policy as far as a web server's own rules can follow it: one answer per family, one for all other devices. */
export interface FollowedPolicy {
  /** Groups without overlap, so that their order does not matter; never empty ones. */
  readonly groups: readonly FamilyGroup[];
  /** For the families of no group, and for devices that send none. */
  readonly otherwise: ResolvedAnswer;
  /** The rules that are left out, in words. */
  readonly leftOut: readonly string[];
}

export interface FamilyGroup {
  readonly families: readonly Family[];
  readonly answer: ResolvedAnswer;
}

/**
 * Leaves out the rules for a share of the users, which a web server cannot count: those users get the next rule's
 * answer. A share of 100 % needs no counting, and stays.
 */
export function followPolicy(policy: ResolvedPolicy): FollowedPolicy {
  const followed = policyBelow(policy, 100);
  const leftOut = policy.rules
    .filter(({ when }) => when.share !== undefined && when.share > 0 && when.share < 100)
    .map(
      ({ when, answer }) => `${when.share} % of ${when.families?.join(', ') ?? 'all users'} ${describeAnswer(answer)}`,
    );
  const answers = FAMILIES.map((family) => ({
    family,
    answer: decide(followed, { raw: '', family }).answer,
  }));
  return { groups: groupByAnswer(answers, policy.otherwise), otherwise: policy.otherwise, leftOut };
}

function groupByAnswer(
  answers: readonly { readonly family: Family; readonly answer: ResolvedAnswer }[],
  otherwise: ResolvedAnswer,
): FamilyGroup[] {
  const groups = new Map<string, { families: Family[]; answer: ResolvedAnswer }>();
  for (const { family, answer } of answers) {
    const key = JSON.stringify(answer);
    if (key === JSON.stringify(otherwise)) continue;
    const group = groups.get(key) ?? { families: [], answer };
    group.families.push(family);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Every answer of the policy with its families; those of `otherwise` are missing. */
export function answersOf({ groups, otherwise }: FollowedPolicy): readonly {
  readonly families?: readonly Family[];
  readonly answer: ResolvedAnswer;
}[] {
  return [...groups, { answer: otherwise }];
}

/** The target of a redirect up to where the device's query begins: `https://…?` or `https://…?realm=eu&`. */
export function targetBeforeQuery(url: string): string {
  return withQuery(url, '=').slice(0, -1);
}
