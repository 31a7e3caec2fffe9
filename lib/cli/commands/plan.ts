import { Command, Option } from 'commander';
import { createAws } from '../../adapters/aws/clients';
import type { DnsServer } from '../../adapters/dns/resolver';
import { observeAccount } from '../../adapters/onboarding/account';
import { observeOnboarding } from '../../adapters/onboarding/onboarding-input';
import { loadFleet } from '../../adapters/project/project-files';
import { edgeFunctionName, tenantStackName } from '../../contract/names';
import { type DomainName, parseDomainName } from '../../core/discovery/domain-name';
import type { ResolvedPolicy } from '../../core/discovery/policy';
import { renderCustomerPage } from '../../core/onboarding/customer-page';
import { type OnboardingPlan, planDomain } from '../../core/onboarding/plan';
import type { PlanStep } from '../../core/onboarding/step';
import { describeProblem, type Problem } from '../../core/problems';
import { ok, type Result } from '../../core/result';
import { findTenant } from '../../core/tenants/find-tenant';
import type { Domain, Fleet, Tenant } from '../../core/tenants/fleet';
import type { Context, ExitCode } from '../context';
import { findOnboardingAccess, type OnboardingAccess, resolverOption } from '../onboarding-access';
import { formatNext, formatStep } from '../steps';
import { describeTarget, targetOption } from '../target';

interface Options {
  readonly customer?: true;
  readonly json?: true;
  readonly target?: string;
  readonly resolver?: DnsServer;
}

/** A domain to plan, and what the project says of it. */
interface Candidate {
  readonly domain: DomainName;
  readonly declared?: { readonly tenant: Tenant; readonly domain: Domain };
}

/** `signpost plan`: what is there, what is missing, and whose move it is. */
export function planCommand(context: Context): Command {
  return new Command('plan')
    .summary('what is there, what is missing, whose move it is')
    .description(
      'Looks at a domain from outside and from within AWS, and lists the steps until its devices find their MDM:\n' +
        'whose move each is, what is wanted, what was found, what to paste. Changes nothing.',
    )
    .argument('<tenant-or-domain>', 'id of a tenant, or any domain')
    .addOption(new Option('--customer', 'print the page to send to the customer, in Markdown').conflicts('json'))
    .option('--json', 'print one JSON document')
    .addOption(resolverOption())
    .addOption(targetOption())
    .action((name: string, options: Options) => run(context, name, options));
}

async function run(context: Context, name: string, options: Options): Promise<void> {
  const { terminal } = context;
  const refuse = (problems: readonly Problem[], code: ExitCode) => {
    for (const each of problems) terminal.note(describeProblem(each));
    context.exit(code);
  };
  const fleet = await loadFleet(context.projectDirectory);
  if (!fleet.ok) return refuse(fleet.problems, 1);
  const candidates = findCandidates(fleet.value, name);
  if (!candidates.ok) return refuse([candidates.problem], 64);
  const access = findOnboardingAccess(context.projectDirectory, options);
  if (!access.ok) return refuse([access.problem], 2);

  const plans = await planAll(fleet.value, candidates.value, access.value, context);
  if (options.json) terminal.print(JSON.stringify({ version: 1, plans }, null, 2));
  else if (options.customer) terminal.print(plans.map((plan) => customerPage(candidates.value, plan)).join('\n\n'));
  else {
    terminal.print(describeTarget(access.value.network));
    for (const line of plans.flatMap(formatPlan)) terminal.print(line);
  }
  context.exit(exitCodeOf(plans.flatMap(({ steps }) => steps)));
}

/** The domains of a tenant, one domain of one, or a domain that the project does not know yet. */
function findCandidates(fleet: Fleet, name: string): Result<readonly Candidate[]> {
  const byId = fleet.tenants.find(({ id }) => id === name.trim().toLowerCase());
  if (byId) return ok(byId.domains.map((domain) => ({ domain: domain.name, declared: { tenant: byId, domain } })));
  // A word without a dot is meant as an id.
  if (!name.includes('.')) {
    const tenant = findTenant(fleet, name);
    return tenant.ok ? ok([]) : tenant;
  }
  const parsed = parseDomainName(name);
  if (!parsed.ok) return parsed;
  const domain = parsed.value;
  const tenant = fleet.tenants.find(({ domains }) => domains.some((each) => each.name === domain));
  const declared = tenant?.domains.find((each) => each.name === domain);
  return ok([{ domain, ...(tenant && declared ? { declared: { tenant, domain: declared } } : {}) }]);
}

async function planAll(
  { config }: Fleet,
  candidates: readonly Candidate[],
  access: OnboardingAccess,
  { terminal }: Context,
): Promise<readonly OnboardingPlan[]> {
  const aws = createAws();
  const plans: OnboardingPlan[] = [];
  for (const { domain, declared } of candidates) {
    terminal.note(`Looking at ${domain} …`);
    const edgeFunction = edgeFunctionName(config.stage);
    const names = declared
      ? { edgeFunction, stack: tenantStackName(config.stage, declared.tenant.id) }
      : { edgeFunction };
    const facts = await observeOnboarding(access, (name) => observeAccount(aws, name), {
      domain,
      names,
      ...(declared ? { declared } : {}),
      ...(config.account === undefined ? {} : { account: config.account }),
    });
    plans.push(planDomain(facts));
  }
  return plans;
}

function customerPage(candidates: readonly Candidate[], plan: OnboardingPlan): string {
  const policy: ResolvedPolicy | undefined = candidates.find(({ domain }) => domain === plan.domain)?.declared?.domain
    .policy;
  return renderCustomerPage(plan, policy);
}

/** What only Apple's portal shows does not count: it can never be checked. */
function exitCodeOf(steps: readonly PlanStep[]): ExitCode {
  if (steps.some(({ state }) => state === 'to-do' || state === 'blocked')) return 1;
  return steps.some(({ id, state }) => state === 'unknown' && id !== 'apple') ? 2 : 0;
}

const ROLL_UPS: Readonly<Record<OnboardingPlan['rollUp'], string>> = {
  serving: 'serving',
  'in-progress': 'in progress',
  stuck: 'stuck',
};

function formatPlan({ domain, tenant, rollUp, steps, next }: OnboardingPlan): string[] {
  const who = tenant === undefined ? 'no tenant yet' : `tenant ${tenant}`;
  return ['', `${domain} (${who}): ${ROLL_UPS[rollUp]}`, '', ...steps.flatMap(formatStep), '', ...formatNext(next)];
}
