import type { ServerRowView } from '../../lib/contract/api/server-schemas';
import { describeAnswer } from '../../lib/core/discovery/describe-policy';

type Answers = ServerRowView['answers'];

/** The answer of a server's fallback for each family; `or` where it depends on the user. */
export function AnswersPerFamily({ answers }: { readonly answers: Answers }) {
  if (answers.length === 0) return '404: out of service';
  return answers.map((reported) => (
    <div key={reported.families.join()}>{describeFamilies(reported, answers.length === 1)}</div>
  ));
}

function describeFamilies({ families, answers }: Answers[number], isForAll: boolean): string {
  return `${isForAll ? 'Every family' : families.join(', ')}: ${answers.map(describeAnswer).join(' or ')}`;
}
