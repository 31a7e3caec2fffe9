import { Command, Option } from 'commander';
import { renderRemovals } from '../../core/offboarding/customer-page';
import { actionsOf, type OffboardPlan, planOffboarding } from '../../core/offboarding/plan';
import type { OffboardAction } from '../../core/offboarding/step';
import { describeProblem, type Problem, problem } from '../../core/problems';
import { ok, type Result } from '../../core/result';
import { type Attempt, done, type Output, type Runner, refusal } from '../action';
import { withApiOptions, withTarget } from '../api';
import type { Context, ExitCode } from '../context';
import { act, describeAction } from '../offboard/act';
import { type OffboardObservation, observeOffboarding } from '../offboard/observe';
import { type OffboardOptions, type OffboardSession, openSession } from '../offboard/session';
import { resolverOption } from '../onboarding-access';
import { parseSeconds } from '../pause';
import { formatNext, formatStep } from '../steps';

/** `signpost offboard`: removes a tenant step by step, over as many runs as it takes. */
export function offboardCommand(run: Runner): Command {
  const command = new Command('offboard')
    .summary('remove a tenant: Apple, DNS, stack, certificate, file')
    .description(
      "Checks how far the removal of a tenant is and lists the steps in order: Apple's ADDE URLs and owned tokens, the " +
        "customer's records, the stack, the certificate, the file. Changes nothing until you type the tenant's id or give " +
        'it with --yes. Then it removes from Apple, from the secret store and from ACM what can be removed now. Run it ' +
        'again after each step: it continues from what it finds.',
    )
    .argument('<tenant>', 'id of the tenant')
    .option('--yes <tenant>', 'carry out the steps that are possible now; repeat the id to confirm')
    .option(
      '--every <seconds>',
      'time between two checks while Apple has not confirmed a removal',
      parseSeconds(3600),
      10,
    )
    .addOption(new Option('--customer', 'print what the customer must remove, in Markdown').conflicts('json'))
    .addOption(resolverOption())
    .action(run(offboard));
  return withApiOptions(command);
}

async function offboard(context: Context, word: string, options: OffboardOptions): Promise<Attempt<Output>> {
  const opened = await openSession(context, options);
  if (!opened.ok) return opened;
  const session = opened.value;
  const before = await observeOffboarding(session, word);
  if (!before.ok) return refusal(before, before.problem.code === 'tenant.not-found' ? 64 : 2);
  if (options.yes !== undefined) return carryOutConfirmed(session, before.value, options.yes);
  const { id } = before.value.subject;
  const output = outputOf(session, before.value);
  const actions = actionsOf(planOffboarding(before.value.facts));
  if (actions.length === 0) return done(output);
  if (options.json || options.customer || !context.ask) {
    const hint = `Nothing was changed. To carry out the steps that are possible now: npx signpost offboard ${id} --yes ${id}`;
    return done({ ...output, notes: [hint] });
  }
  for (const line of output.lines) context.terminal.print(line);
  const typed = await askForId(context, id, actions);
  if (typed !== '') return carryOutConfirmed(session, before.value, typed);
  return done({ ...output, lines: [], notes: ['Nothing was changed.'] });
}

/** Names the consequences before the question. */
async function askForId({ terminal, ask }: Context, id: string, actions: readonly OffboardAction[]): Promise<string> {
  terminal.note('');
  for (const action of actions) terminal.note(`${describeAction(action, id)}.`);
  return ask ? ask(`Type the id of the tenant, "${id}", to confirm`) : '';
}

async function carryOutConfirmed(
  session: OffboardSession,
  before: OffboardObservation,
  typed: string,
): Promise<Attempt<Output>> {
  const { terminal } = session.context;
  const { id } = before.subject;
  if (typed !== id) {
    const message = `Cannot offboard "${id}": the confirmation is "${typed}"; expected "${id}"`;
    return refusal({ problem: problem('offboard.confirm-tenant', message) }, 64);
  }
  const { after, problems } = await carryOut(session, before);
  for (const each of problems) terminal.note(describeProblem(each));
  if (!after.ok) return refusal(after, 2);
  const output = outputOf(session, after.value);
  return done(problems.length > 0 ? { ...output, exitCode: 1 } : output);
}

/** Carries out the possible actions, observes again, and continues with those that have become possible; each once. */
async function carryOut(
  session: OffboardSession,
  before: OffboardObservation,
): Promise<{ readonly after: Result<OffboardObservation>; readonly problems: readonly Problem[] }> {
  const { id } = before.subject;
  const tried = new Set<string>();
  const problems: Problem[] = [];
  let after: Result<OffboardObservation> = ok(before);
  while (after.ok) {
    const actions = actionsOf(planOffboarding(after.value.facts)).filter((each) => !tried.has(JSON.stringify(each)));
    if (actions.length === 0) break;
    for (const action of actions) {
      tried.add(JSON.stringify(action));
      const acted = await act(session, id, action);
      if (!acted.ok) problems.push(acted.problem);
    }
    after = await observeOffboarding(session, id);
  }
  return { after, problems };
}

function outputOf({ options, api }: OffboardSession, { subject, facts }: OffboardObservation): Output {
  const plan = planOffboarding(facts);
  const exitCode = exitCodeOf(plan);
  if (options.customer) return { lines: [renderRemovals(plan, subject.name)], exitCode };
  return withTarget(api, { document: plan, lines: formatPlan(plan), exitCode });
}

const ROLL_UPS: Readonly<Record<OffboardPlan['rollUp'], string>> = {
  gone: 'gone',
  'in-progress': 'being removed',
  stuck: 'stuck',
};

function formatPlan({ tenant, rollUp, steps, next }: OffboardPlan): readonly string[] {
  const isGone = rollUp === 'gone';
  return [
    `${tenant}: ${ROLL_UPS[rollUp]}`,
    '',
    ...steps.flatMap(formatStep),
    '',
    ...formatNext(next),
    ...(isGone ? [] : [`For the customer: npx signpost offboard ${tenant} --customer`]),
  ];
}

function exitCodeOf({ rollUp, steps }: OffboardPlan): ExitCode {
  if (rollUp === 'gone') return 0;
  return steps.some(({ state }) => state !== 'done' && state !== 'unknown') ? 1 : 2;
}
