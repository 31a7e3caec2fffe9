import type { ResolvedAnswer } from '../../discovery/policy';
import type { Check } from '../check';
import type { DiagnosisInput, Replay } from '../diagnosis-input';
import type { CheckResult } from '../finding';

/** Does the domain tell each family what the tenant's file says? Failures of other kinds have checks of their own. */
export const policyCheck: Check = {
  codes: ['policy.other-answer', 'policy.family-answer'],
  run: (input) => {
    const judged = input.replays.flatMap((replay) => {
      const difference = differenceOf(replay);
      return difference ? [{ replay, difference }] : [];
    });
    const someFareWell = judged.length < input.replays.length;
    return judged.map(({ replay, difference }) => ({
      code: someFareWell ? 'policy.family-answer' : 'policy.other-answer',
      place: { hop: 0, layer: 'redirect' },
      host: input.facts.domain,
      device: replay.name,
      ...difference,
      steps: stepsFor(input),
    }));
  },
};

type Difference = Pick<CheckResult, 'expected' | 'found'>;

function differenceOf(replay: Replay): Difference | undefined {
  const { expected } = replay;
  const actual = describeActual(replay);
  if (!expected || expected.kind === 'absent' || actual === undefined) return undefined;
  const wanted = describeExpected(expected);
  return wanted === actual ? undefined : { expected: wanted, found: actual };
}

function describeExpected(answer: ResolvedAnswer): string {
  switch (answer.kind) {
    case 'redirect':
      return `a redirect to ${placeOf(answer.url)}`;
    case 'serve':
      return `enrollment (${answer.version}) at ${placeOf(answer.baseUrl)}`;
    case 'refuse':
      return "Apple's refusal";
    case 'absent':
      return 'a true 404';
  }
}

/** What the domain itself told the device, where that is an answer to compare. */
function describeActual(replay: Replay): string | undefined {
  const [first, second] = replay.steps;
  const { outcome } = replay;
  if (second) return `a redirect to ${placeOf(second.url.href)}`;
  if (!first?.response) return undefined;
  if (outcome.ok) return `enrollment (mdm-${outcome.value.enrollment}) at ${placeOf(outcome.value.baseUrl)}`;
  if (outcome.problem.code === 'response.refused') return "Apple's refusal";
  // A refusal that is no refusal but a 404 lets devices go on: that, too, differs from the file.
  return replay.expected?.kind === 'refuse' && first.response.status === 404 ? 'a true 404' : undefined;
}

function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

export function stepsFor({ facts: { tenant } }: DiagnosisInput): string[] {
  if (!tenant) return [];
  return tenant.kind === 'front'
    ? [`npx cdk deploy -c tenant=${tenant.id}`]
    : [`the customer's web server must follow tenants/${tenant.id}.ts; or change the file`];
}
