import { FAMILIES, type Family } from './family';
import type { ResolvedAnswer, ResolvedPolicy, When } from './policy';

/** What devices of these families can be told: more than one answer where a share of the users is told another. */
export interface PossibleAnswers {
  readonly families: readonly Family[];
  readonly answers: readonly ResolvedAnswer[];
}

/** What each family is told by a policy whoever its user is; families that are told the same stand together. */
export function possibleAnswers(policy: ResolvedPolicy): readonly PossibleAnswers[] {
  const groups = new Map<string, { families: Family[]; answers: readonly ResolvedAnswer[] }>();
  for (const family of FAMILIES) {
    const answers = answersTo(policy, family);
    const key = JSON.stringify(answers);
    const group = groups.get(key);
    if (group) group.families.push(family);
    else groups.set(key, { families: [family], answers });
  }
  return [...groups.values()];
}

/** The rules up to the first that holds for every user; a share of 0 is nobody. */
function answersTo({ rules, otherwise }: ResolvedPolicy, family: Family): readonly ResolvedAnswer[] {
  const applying = rules.filter(({ when }) => isForFamily(when, family) && when.share !== 0);
  const last = applying.findIndex(({ when }) => when.share === undefined);
  const answers = (last < 0 ? applying : applying.slice(0, last + 1)).map(({ answer }) => answer);
  const notified = last < 0 ? [...answers, otherwise] : answers;
  return [...new Map(notified.map((answer) => [JSON.stringify(answer), answer])).values()];
}

/** Whether a rule speaks of a family at all. */
function isForFamily({ families }: When, family: Family): boolean {
  return families?.includes(family) ?? true;
}
