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
import { failed, ok, type Result } from '../../core/result';
import { findTenant } from '../../core/tenants/find-tenant';
import type { Fleet } from '../../core/tenants/fleet';
import { resolvePolicy } from '../../core/tenants/resolve';
import { type Attempt, done, type Output, type Runner, refusal } from '../action';
import type { Context } from '../context';

interface Options {
  readonly for: SnippetServerName;
  readonly cluster?: string;
  readonly json?: true;
}

/** `signpost snippet`: the configuration of a customer's own server. */
export function snippetCommand(run: Runner): Command {
  return new Command('snippet')
    .summary("print the configuration for a customer's own web server")
    .description(
      "Prints the configuration that a customer's own web server or host needs so that devices find their MDM: one path, " +
        "with the query passed on unchanged, and the tenant's policy as far as the server supports it.",
    )
    .argument('<domain>', 'domain of a tenant, or any domain with --cluster')
    .addOption(
      new Option('--for <server>', 'kind of server or host')
        .choices(Object.keys(SNIPPET_SERVERS))
        .makeOptionMandatory(),
    )
    .option('--cluster <name>', "redirect every device to this cluster, instead of the tenant's policy")
    .option('--json', 'print one JSON document')
    .action(run(printSnippet));
}

async function printSnippet(
  { projectDirectory }: Context,
  domainText: string,
  options: Options,
): Promise<Attempt<Output>> {
  const domain = parseDomainName(domainText);
  if (!domain.ok) return refusal(domain, 64);
  const fleet = await loadFleet(projectDirectory);
  if (!fleet.ok) return refusal(fleet, 1);
  const policy = findPolicy(fleet.value, domain.value, options.cluster);
  if (!policy.ok) return refusal(policy, 64);
  const snippet = writeSnippet(domain.value, policy.value, options.for);
  return done({ document: { version: 1, domain: domain.value, ...snippet }, lines: formatSnippet(snippet) });
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
