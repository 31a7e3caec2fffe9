import { Command, Option } from 'commander';
import { renderRemovals } from '../../core/offboarding/customer-page';
import { actionsOf, type OffboardPlan, planOffboarding } from '../../core/offboarding/plan';
import type { Action } from '../../core/offboarding/step';
import { describeProblem, type Problem, problem } from '../../core/problems';
import { ok, type Result } from '../../core/result';
import { apiTargetOption } from '../api';
import type { Context, ExitCode } from '../context';
import { act, describeAction } from '../offboard/act';
import { type OffboardObservation, observeOffboarding } from '../offboard/observe';
import { type OffboardOptions, type OffboardSession, openSession } from '../offboard/session';
import { resolverOption } from '../onboarding-access';
import { parseSeconds } from '../pause';
import { formatNext, formatStep } from '../steps';

/** `signpost offboard`: lets a tenant go, in order, and as often as it takes. */
export function offboardCommand(context: Context): Command {
  return new Command('offboard')
    .summary('let a tenant go: Apple, DNS, stack, certificate, file')
    .description(
      "Looks where a tenant stands on its way out and lists the steps in order: Apple's ADDE URLs and owned tokens, the\n" +
        "customer's records, the stack, the certificate, the file. Changes nothing, until the tenant's id is typed or given\n" +
        'with --yes: then it removes from Apple, from the secret store and from ACM what can be removed by now. Run it\n' +
        'again after each step: it goes on from what it finds.',
    )
    .argument('<tenant>', 'id of the tenant')
    .option('--yes <tenant>', 'do what can be done now; the id once more, to confirm it')
    .option('--every <seconds>', 'how often to look while Apple has not confirmed it', parseSeconds, 10)
    .addOption(new Option('--customer', 'print what the customer must remove, in Markdown').conflicts('json'))
    .option('--json', 'print one JSON document')
    .addOption(resolverOption())
    .addOption(apiTargetOption())
    .action((tenant: string, options: OffboardOptions) => run(context, tenant, options));
}

async function run(context: Context, word: string, options: OffboardOptions): Promise<void> {
  const session = await openSession(context, options);
  if (!session.ok) return refuse(context, session.problems, session.exitCode);
  const before = await observeOffboarding(session.value, word);
  if (!before.ok) return refuse(context, [before.problem], before.problem.code === 'tenant.not-found' ? 64 : 2);
  const { id } = before.value.subject;
  if (options.yes !== undefined) return confirmed(session.value, before.value, options.yes);
  const plan = planOffboarding(before.value.facts);
  show(session.value, before.value, plan);
  const actions = actionsOf(plan);
  if (actions.length === 0) return context.exit(exitCodeOf(plan));
  if (options.json || options.customer || !context.ask) {
    context.terminal.note(`Nothing was changed. To do what can be done now: npx signpost offboard ${id} --yes ${id}`);
    return context.exit(exitCodeOf(plan));
  }
  const typed = await askForId(context, id, actions);
  if (typed !== '') return confirmed(session.value, before.value, typed);
  context.terminal.note('Nothing was changed.');
  context.exit(exitCodeOf(plan));
}

/** What ends is said before anything is asked. */
async function askForId({ terminal, ask }: Context, id: string, actions: readonly Action[]): Promise<string> {
  terminal.note('');
  for (const action of actions) terminal.note(`${describeAction(action, id)}.`);
  return ask ? ask(`Type the id of the tenant, "${id}", to do this`) : '';
}

async function confirmed(session: OffboardSession, before: OffboardObservation, typed: string): Promise<void> {
  const { context } = session;
  const { id } = before.subject;
  if (typed !== id) {
    const message = `Cannot offboard "${id}": "${typed}" was given to confirm it; expected "${id}"`;
    return refuse(context, [problem('offboard.confirm-tenant', message)], 64);
  }
  const { after, problems } = await carryOut(session, before);
  for (const each of problems) context.terminal.note(describeProblem(each));
  if (!after.ok) return refuse(context, [after.problem], 2);
  const plan = planOffboarding(after.value.facts);
  show(session, after.value, plan);
  context.exit(problems.length > 0 ? 1 : exitCodeOf(plan));
}

/** Does what can be done, looks again, and goes on with what that has made possible; each thing once. */
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

function show(
  { context: { terminal }, options, api }: OffboardSession,
  { subject }: OffboardObservation,
  plan: OffboardPlan,
): void {
  if (options.json) terminal.print(JSON.stringify({ version: 1, target: api.target, ...plan }, null, 2));
  else if (options.customer) terminal.print(renderRemovals(plan, subject.name));
  else for (const line of [api.title, ...formatPlan(plan)]) terminal.print(line);
}

const ROLL_UPS: Readonly<Record<OffboardPlan['rollUp'], string>> = {
  gone: 'gone',
  'in-progress': 'on its way out',
  stuck: 'stuck',
};

function formatPlan({ tenant, rollUp, steps, next }: OffboardPlan): string[] {
  const isGone = rollUp === 'gone';
  return [
    '',
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

function refuse({ terminal, exit }: Context, problems: readonly Problem[], code: ExitCode): void {
  for (const each of problems) terminal.note(describeProblem(each));
  exit(code);
}
