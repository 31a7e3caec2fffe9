import type { ServerRowView } from '../../lib/contract/api/server-schemas';
import { describeAnswer } from '../../lib/core/discovery/describe-policy';

type Told = ServerRowView['answers'];

/** What each family is told by the fallback of a server; `or` where it depends on the user. */
export function AnswersPerFamily({ answers }: { readonly answers: Told }) {
  if (answers.length === 0) return '404: out of service';
  return answers.map((told) => <div key={told.families.join()}>{inWords(told, answers.length === 1)}</div>);
}

function inWords({ families, answers }: Told[number], isForAll: boolean): string {
  return `${isForAll ? 'Every family' : families.join(', ')}: ${answers.map(describeAnswer).join(' or ')}`;
}
