import { Command, Option } from 'commander';
import { createAws } from '../../adapters/aws/clients';
import type { DnsServer } from '../../adapters/dns/resolver';
import { observeAccount } from '../../adapters/onboarding/account';
import { observeOnboarding } from '../../adapters/onboarding/onboarding-input';
import { loadFleet } from '../../adapters/project/project-files';
import {
  createTenantFile,
  deleteTenantFile,
  tenantFileExists,
  tenantFileOf,
} from '../../adapters/project/tenant-files';
import { edgeFunctionName } from '../../contract/names';
import { type DomainName, parseDomainName } from '../../core/discovery/domain-name';
import { didYouMean } from '../../core/near-match';
import { observedValue } from '../../core/observation';
import { parseWebsite, suggestDns, suggestWebsite } from '../../core/onboarding/draft';
import type { PlanFacts } from '../../core/onboarding/facts';
import { renderTenantSource } from '../../core/onboarding/tenant-source';
import { problem } from '../../core/problems';
import { failed, ok, type Result } from '../../core/result';
import type { DomainDeclaration } from '../../core/tenants/declaration';
import type { Fleet } from '../../core/tenants/fleet';
import { tenantIdOf } from '../../core/tenants/read-fleet';
import type { Website } from '../../core/website';
import { type Attempt, done, type Output, type Runner, refusal } from '../action';
import type { Context } from '../context';
import { findOnboardingAccess, resolverOption } from '../onboarding-access';
import { targetOption } from '../target';

interface Options {
  readonly domain?: string;
  readonly name?: string;
  readonly cluster?: string;
  readonly website?: string;
  readonly zone?: string;
  readonly certificate?: string;
  readonly elsewhere?: true;
  readonly check: boolean;
  readonly target?: string;
  readonly resolver?: DnsServer;
}

/** `signpost new`: writes the file of a tenant. */
export function newCommand(run: Runner): Command {
  return new Command('new')
    .summary('write the file of a new tenant')
    .description(
      'Writes tenants/<id>.ts. Without a flag, it takes the value from what it finds at the domain and in AWS, and asks ' +
        'you if that is not enough. Overwrites nothing.',
    )
    .argument('<id>', 'id of the tenant: lower-case letters, digits and hyphens')
    .option('--domain <domain>', 'e-mail domain of the tenant')
    .option('--name <name>', 'name of the organisation')
    .option('--cluster <name>', 'cluster that devices are sent to')
    .option('--website <what>', 'none, an https URL to redirect to, or the host name of the web server')
    .addOption(new Option('--zone <id>', 'hosted zone in Route 53').conflicts(['certificate', 'elsewhere']))
    .addOption(new Option('--certificate <arn>', 'certificate, if the DNS is not in Route 53').conflicts('elsewhere'))
    .option('--elsewhere', "the customer's own web server answers devices")
    .option('--no-check', 'check neither the domain nor AWS')
    .addOption(resolverOption())
    .addOption(targetOption())
    .action(run(writeTenant));
}

async function writeTenant(context: Context, id: string, options: Options): Promise<Attempt<Output>> {
  const { projectDirectory } = context;
  const fleet = await loadFleet(projectDirectory);
  if (!fleet.ok) return refusal(fleet, 1);
  const draft = await draftTenant(context, fleet.value, id, options);
  if (!draft.ok) return refusal(draft, 64);
  const written = createTenantFile(projectDirectory, id, draft.value);
  if (!written.ok) return refusal(written, 1);
  const after = await loadFleet(projectDirectory);
  if (!after.ok) {
    // The flags may break a rule that only all files together show, such as a loop.
    deleteTenantFile(projectDirectory, id);
    return refusal(after, 1);
  }
  return done({ lines: [`Written: ${written.value}`, `List what is left to do: npx signpost plan ${id}`] });
}

async function draftTenant(context: Context, fleet: Fleet, id: string, options: Options): Promise<Result<string>> {
  const free = checkId(context.projectDirectory, id);
  if (!free.ok) return free;
  const domain = await chooseDomain(context, fleet, options);
  if (!domain.ok) return domain;
  const name = await choose(context, 'Name of the organisation', '--name', options.name, titleOf(id));
  if (!name.ok) return name;
  const cluster = await chooseCluster(context, fleet, options);
  if (!cluster.ok) return cluster;
  const declared = await chooseDeclaration(context, fleet, domain.value, options);
  if (!declared.ok) return declared;
  return ok(
    renderTenantSource({
      name: name.value,
      discovery: { rules: [], otherwise: { kind: 'redirect', cluster: cluster.value } },
      domains: [[domain.value, declared.value]],
    }),
  );
}

function checkId(projectDirectory: string, id: string): Result<string> {
  const parsed = tenantIdOf(tenantFileOf(id));
  if (!parsed.ok) return parsed;
  if (!tenantFileExists(projectDirectory, id)) return ok(id);
  const message = `Cannot write ${tenantFileOf(id)}: the file exists; expected an unused id`;
  return failed(problem('onboarding.tenant-exists', message));
}

async function chooseDomain(context: Context, fleet: Fleet, options: Options): Promise<Result<DomainName>> {
  const word = await choose(context, 'E-mail domain, the part after the "@"', '--domain', options.domain);
  if (!word.ok) return word;
  const domain = parseDomainName(word.value);
  if (!domain.ok) return domain;
  const owner = fleet.tenants.find(({ domains }) => domains.some((each) => each.name === domain.value));
  if (!owner) return domain;
  const message = `Cannot declare "${domain.value}": tenants/${owner.id}.ts declares it; expected a domain without a tenant`;
  return failed(problem('onboarding.domain-taken', message));
}

async function chooseCluster(context: Context, { clusters }: Fleet, options: Options): Promise<Result<string>> {
  const names = clusters.map(({ name }) => name);
  const only = names.length === 1 ? names[0] : undefined;
  const word = await choose(context, `Cluster (${names.join(', ')})`, '--cluster', options.cluster, only);
  if (!word.ok || names.includes(word.value)) return word;
  const message = `Cannot find the cluster "${word.value}"${didYouMean(word.value, names)}; expected a name in clusters.ts`;
  return failed(problem('tenant.cluster-unknown', message));
}

async function chooseDeclaration(
  context: Context,
  fleet: Fleet,
  domain: DomainName,
  options: Options,
): Promise<Result<DomainDeclaration>> {
  if (options.elsewhere) return ok({ dns: { kind: 'elsewhere' } });
  const facts = options.check ? await check(context, fleet, domain, options) : ok(undefined);
  if (!facts.ok) return facts;
  const dns = await chooseDns(context, facts.value, domain, options);
  if (!dns.ok) return dns;
  if (dns.value.kind === 'elsewhere') return ok({ dns: dns.value });
  const website = await chooseWebsite(context, facts.value, options);
  return website.ok ? ok({ dns: dns.value, website: website.value }) : website;
}

async function check(
  { projectDirectory, terminal }: Context,
  { config }: Fleet,
  domain: DomainName,
  options: Options,
): Promise<Result<PlanFacts>> {
  const access = findOnboardingAccess(projectDirectory, options);
  if (!access.ok) return access;
  terminal.note(`Checking ${domain} …`);
  const names = { edgeFunction: edgeFunctionName(config.stage) };
  const account = config.account === undefined ? {} : { account: config.account };
  const aws = createAws();
  const askAws = (name: string) => observeAccount(aws, name);
  return ok(await observeOnboarding(access.value, askAws, { domain, names, ...account }));
}

async function chooseDns(
  context: Context,
  facts: PlanFacts | undefined,
  domain: DomainName,
  { zone, certificate }: Options,
): Promise<Result<DomainDeclaration['dns']>> {
  if (zone !== undefined) return ok({ kind: 'route53', zoneId: zone });
  if (certificate !== undefined) return ok({ kind: 'external', certificateArn: certificate });
  const found = facts && suggestDns(facts);
  if (found) return ok(found);
  const isKnown = facts && observedValue(facts.aws.zones) && observedValue(facts.aws.certificates);
  const situation = isKnown
    ? `Found no delegated zone in Route 53 and no issued certificate for ${domain}`
    : `Could not check whether ${domain} has a zone in Route 53 or an issued certificate`;
  const question = `${situation}. Type "elsewhere" if the customer's own web server answers devices, otherwise the ARN of a certificate`;
  const word = await choose(context, question, '--zone, --certificate or --elsewhere', undefined);
  if (!word.ok) return word;
  return ok(word.value === 'elsewhere' ? { kind: 'elsewhere' } : { kind: 'external', certificateArn: word.value });
}

async function chooseWebsite(
  context: Context,
  facts: PlanFacts | undefined,
  options: Options,
): Promise<Result<Website>> {
  const found = options.website === undefined && facts ? suggestWebsite(facts) : undefined;
  if (found) return ok(found);
  const question = 'Website of the domain: none, an https URL to redirect to, or the host name of the web server';
  const word = await choose(context, question, '--website', options.website);
  if (!word.ok) return word;
  const website = parseWebsite(word.value);
  if (website) return ok(website);
  const message = `Cannot use "${word.value}" as a website; expected none, an https URL or a host name`;
  return failed(problem('onboarding.answer-needed', message));
}

/** The value of the flag, else the answer to the question, else the suggestion. */
async function choose(
  { ask }: Context,
  question: string,
  flag: string,
  given: string | undefined,
  suggestion?: string,
): Promise<Result<string>> {
  const answer = given ?? (ask ? await ask(question, suggestion) : suggestion);
  if (answer !== undefined && answer !== '') return ok(answer);
  return failed(
    problem('onboarding.answer-needed', `Cannot decide "${question}": no answer was given; expected ${flag}`),
  );
}

/** `Acme Corporation` for `acme-corporation`. */
function titleOf(id: string): string {
  return id
    .split('-')
    .filter(Boolean)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
}
