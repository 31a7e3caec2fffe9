import { Command, Option } from 'commander';
import { loadFleet } from '../../adapters/project/project-files';
import { type DomainName, parseDomainName } from '../../core/discovery/domain-name';
import type { ResolvedPolicy } from '../../core/discovery/policy';
import {
  SNIPPET_SERVERS,
  type Snippet,
  type SnippetServerName,
  writeSnippet,
} from '../../core/onboarding/snippet/snippet';
import { describeProblem, type Problem } from '../../core/problems';
import { failed, ok, type Result } from '../../core/result';
import { findTenant } from '../../core/tenants/find-tenant';
import type { Fleet } from '../../core/tenants/fleet';
import { resolvePolicy } from '../../core/tenants/resolve';
import type { Context } from '../context';

interface Options {
  readonly for: SnippetServerName;
  readonly cluster?: string;
  readonly json?: true;
}

/** `signpost snippet`: what a customer's own server needs. */
export function snippetCommand(context: Context): Command {
  return new Command('snippet')
    .summary("configure a customer's own server")
    .description(
      "Prints what a customer's own web server or host needs so that devices find their MDM: that one path, the query\n" +
        'carried over as it came, and the policy of the tenant as far as the server can follow it.',
    )
    .argument('<domain>', 'domain of a tenant; or any other one with --cluster')
    .addOption(new Option('--for <server>', 'the server').choices(Object.keys(SNIPPET_SERVERS)).makeOptionMandatory())
    .option('--cluster <name>', 'redirect to this cluster, whatever the tenants say')
    .option('--json', 'print one JSON document')
    .action((domain: string, options: Options) => run(context, domain, options));
}

async function run(context: Context, domainText: string, options: Options): Promise<void> {
  const { terminal } = context;
  const refuse = (problems: readonly Problem[], code: 1 | 64) => {
    for (const each of problems) terminal.note(describeProblem(each));
    context.exit(code);
  };
  const domain = parseDomainName(domainText);
  if (!domain.ok) return refuse([domain.problem], 64);
  const fleet = await loadFleet(context.projectDirectory);
  if (!fleet.ok) return refuse(fleet.problems, 1);
  const policy = findPolicy(fleet.value, domain.value, options.cluster);
  if (!policy.ok) return refuse([policy.problem], 64);
  const snippet = writeSnippet(domain.value, policy.value, options.for);
  if (options.json) terminal.print(JSON.stringify({ version: 1, domain: domain.value, ...snippet }, null, 2));
  else for (const line of formatSnippet(snippet)) terminal.print(line);
}

function findPolicy(fleet: Fleet, domain: DomainName, cluster: string | undefined): Result<ResolvedPolicy> {
  if (cluster !== undefined) return redirectPolicy(fleet, cluster);
  const tenant = findTenant(fleet, domain);
  if (!tenant.ok) return tenant;
  const declared = tenant.value.domains.find(({ name }) => name === domain);
  // A domain has two labels and an id none, so the tenant was found by this domain.
  if (!declared) throw new Error(`the tenant ${tenant.value.id} lacks the domain it was found by`);
  return ok(declared.policy);
}

function redirectPolicy({ clusters }: Fleet, cluster: string): Result<ResolvedPolicy> {
  const { policy, problems } = resolvePolicy(
    { rules: [], otherwise: { kind: 'redirect', cluster } },
    new Map(clusters.map((each) => [each.name, each])),
    cluster,
    { file: '--cluster', path: [] },
  );
  const [first] = problems;
  return first ? failed({ ...first, where: undefined }) : ok(policy);
}

function formatSnippet({ title, parts }: Snippet): string[] {
  return parts.flatMap(({ where, text }, index) => [...(index > 0 ? [''] : []), `── ${title}: ${where}`, '', text]);
}
