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
import { ok, type Result } from '../../core/result';
import { findTenant } from '../../core/tenants/find-tenant';
import type { Domain, Fleet, Tenant } from '../../core/tenants/fleet';
import { type Attempt, done, type Output, type Runner, refusal } from '../action';
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

/** A domain to plan, and its declaration in the project. */
interface Candidate {
  readonly domain: DomainName;
  readonly declared?: { readonly tenant: Tenant; readonly domain: Domain };
}

/** `signpost plan`: the steps until the devices of a domain enroll. */
export function planCommand(run: Runner): Command {
  return new Command('plan')
    .summary('list the steps until the devices of a domain enroll')
    .description(
      'Checks a domain from the internet and in AWS, and lists the steps until its devices find their MDM: who acts, ' +
        'what is expected, what was found, and what to paste. Changes nothing.',
    )
    .argument('<tenant-or-domain>', 'id of a tenant, or any domain')
    .addOption(new Option('--customer', 'print the page for the customer, in Markdown').conflicts('json'))
    .option('--json', 'print one JSON document')
    .addOption(resolverOption())
    .addOption(targetOption())
    .action(run(plan));
}

async function plan(context: Context, name: string, options: Options): Promise<Attempt<Output>> {
  const fleet = await loadFleet(context.projectDirectory);
  if (!fleet.ok) return refusal(fleet, 1);
  const candidates = findCandidates(fleet.value, name);
  if (!candidates.ok) return refusal(candidates, 64);
  const access = findOnboardingAccess(context.projectDirectory, options);
  if (!access.ok) return refusal(access, 2);
  const plans = await planAll(fleet.value, candidates.value, access.value, context);
  return done({
    document: { version: 1, plans },
    lines: options.customer
      ? [plans.map((each) => customerPage(candidates.value, each)).join('\n\n')]
      : [describeTarget(access.value.network), ...plans.flatMap(formatPlan)],
    exitCode: exitCodeOf(plans.flatMap(({ steps }) => steps)),
  });
}

/** All domains of a tenant, one domain of it, or a domain that the project does not declare yet. */
function findCandidates(fleet: Fleet, name: string): Result<readonly Candidate[]> {
  const byId = fleet.tenants.find(({ id }) => id === name.trim().toLowerCase());
  if (byId) return ok(byId.domains.map((domain) => ({ domain: domain.name, declared: { tenant: byId, domain } })));
  // A word without a dot is an id.
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
    terminal.note(`Checking ${domain} …`);
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

/** The step in Apple's portal does not count: Signpost can never check it. */
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
