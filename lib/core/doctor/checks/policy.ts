import type { ResolvedAnswer } from '../../discovery/policy';
import type { Check } from '../check';
import type { DiagnosisInput, Replay } from '../diagnosis-input';
import type { CheckResult } from '../finding';

/** Does the domain give each family the answer that the tenant's file declares? Other checks cover other failures. */
export const policyCheck: Check = {
  codes: ['policy.other-answer', 'policy.family-answer'],
  run: (input) => {
    const judged = input.replays.flatMap((replay) => {
      const difference = differenceOf(replay);
      return difference ? [{ replay, difference }] : [];
    });
    const someMatch = judged.length < input.replays.length;
    return judged.map(({ replay, difference }) => ({
      code: someMatch ? 'policy.family-answer' : 'policy.other-answer',
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

/** The domain's own answer to the device, where it can be compared. */
function describeActual(replay: Replay): string | undefined {
  const [first, second] = replay.steps;
  const { outcome } = replay;
  if (second) return `a redirect to ${placeOf(second.url.href)}`;
  if (!first?.response) return undefined;
  if (outcome.ok) return `enrollment (mdm-${outcome.value.enrollment}) at ${placeOf(outcome.value.baseUrl)}`;
  if (outcome.problem.code === 'response.refused') return "Apple's refusal";
  // A 404 instead of a declared refusal lets devices go on to Apple: that differs from the file as well.
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
    : [`make the customer's web server answer as tenants/${tenant.id}.ts declares, or change the file`];
}
