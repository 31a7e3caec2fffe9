import { FAMILIES, type Family } from './family';
import type { ResolvedAnswer, ResolvedPolicy, When } from './policy';

/** The answers that devices of these families can get: more than one where a share of the users gets another. */
export interface PossibleAnswers {
  readonly families: readonly Family[];
  readonly answers: readonly ResolvedAnswer[];
}

/** The answer of a policy for each family, the same for every user; families with the same answer are grouped. */
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

/** The rules up to the first that holds for every user; a share of 0 holds for none. */
function answersTo({ rules, otherwise }: ResolvedPolicy, family: Family): readonly ResolvedAnswer[] {
  const applying = rules.filter(({ when }) => isForFamily(when, family) && when.share !== 0);
  const last = applying.findIndex(({ when }) => when.share === undefined);
  const answers = (last < 0 ? applying : applying.slice(0, last + 1)).map(({ answer }) => answer);
  const all = last < 0 ? [...answers, otherwise] : answers;
  return [...new Map(all.map((answer) => [JSON.stringify(answer), answer])).values()];
}

/** Whether a rule speaks of a family at all. */
function isForFamily({ families }: When, family: Family): boolean {
  return families?.includes(family) ?? true;
}
