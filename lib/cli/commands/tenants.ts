import { Command } from 'commander';
import type { CheckView } from '../../contract/api/check-schemas';
import { type OverviewView, overviewSchema, type TenantView } from '../../contract/api/schemas';
import { describeProblem, type Problem } from '../../core/problems';
import { failed, ok, type Result } from '../../core/result';
import { type Api, apiTargetOption, findApi } from '../api';
import { listAllChecks, type TenantChecks } from '../api-checks';
import { listAllServers, type ServerStatus } from '../api-servers';
import { listAllTenants, unexpectedAnswer } from '../api-tenants';
import type { Context } from '../context';
import { formatTable } from '../table';

interface Options {
  readonly json?: true;
  readonly target?: string;
}

/** `signpost tenants`: what the backend knows, one line per tenant. */
export function tenantsCommand(context: Context): Command {
  return new Command('tenants')
    .summary('list the tenants that the backend knows, and how they stand')
    .description(
      'Lists the tenants that are deployed, one line each: who decides their domains, how the domains stand by the\n' +
        'last look from outside, and which overrides are in force.\n' +
        'A deployed API is asked as the machine client of SIGNPOST_CLIENT_ID and SIGNPOST_CLIENT_SECRET.',
    )
    .option('--json', 'print one JSON document')
    .addOption(apiTargetOption())
    .action((options: Options) => run(context, options));
}

async function run({ terminal, projectDirectory, exit }: Context, options: Options): Promise<void> {
  const api = await findApi(projectDirectory, options.target);
  if (!api.ok) {
    for (const each of api.problems) terminal.note(describeProblem(each));
    return exit(api.exitCode);
  }
  const found = await readAll(api.value);
  if (!found.ok) {
    terminal.note(describeProblem(found.problem));
    return exit(2);
  }
  const { tenants, overrides } = found.value;
  const [{ servers, ...ofServers }, { checks, ...ofChecks }] = await Promise.all([
    listAllServers(api.value, tenants),
    listAllChecks(api.value, tenants),
  ]);
  const document = { version: 1, target: api.value.target, tenants, overrides, servers, checks };
  const lines = options.json
    ? [JSON.stringify(document, null, 2)]
    : [api.value.title, '', ...formatTenants(tenants, overrides, servers, checks)];
  for (const line of lines) terminal.print(line);
  const unasked = describeUnasked(servers, checks, [...ofServers.problems, ...ofChecks.problems]);
  for (const line of unasked) terminal.note(line);
  exit(unasked.length === 0 ? 0 : 2);
}

/** As many are named. */
const MAX_NAMED = 5;

/** What could not be asked, and why, each reason once; nothing where all is known. */
function describeUnasked(
  servers: readonly ServerStatus[],
  checks: readonly TenantChecks[],
  problems: readonly Problem[],
): readonly string[] {
  const unasked = [
    ...servers.filter(({ adde }) => !adde).map(({ tenant, server }) => `the server ${tenant}/${server}`),
    ...checks.filter((each) => !each.checks).map(({ tenant }) => `how ${tenant} stands`),
  ];
  if (unasked.length === 0) return [];
  const more = unasked.length > MAX_NAMED ? ` and ${unasked.length - MAX_NAMED} more` : '';
  return [
    ...new Set(problems.map(describeProblem)),
    `Not known, of ${servers.length + checks.length}: ${unasked.slice(0, MAX_NAMED).join(', ')}${more}`,
  ];
}

async function readAll({
  call,
}: Api): Promise<Result<{ tenants: readonly TenantView[]; overrides: OverviewView['overrides'] }>> {
  const tenants = await listAllTenants(call);
  if (!tenants.ok) return tenants;
  const reply = await call({ method: 'GET', path: '/v1/overview' });
  if (!reply.ok) return reply;
  const overview = overviewSchema.safeParse(reply.value.body);
  if (!overview.success) return failed(unexpectedAnswer('the overview'));
  return ok({ tenants: tenants.value, overrides: overview.data.overrides });
}

function formatTenants(
  tenants: readonly TenantView[],
  overrides: OverviewView['overrides'],
  servers: readonly ServerStatus[],
  checks: readonly TenantChecks[],
): readonly string[] {
  if (tenants.length === 0) return ['No tenants: none was deployed yet.'];
  const rows = tenants.map((tenant) => [
    tenant.id,
    tenant.name,
    tenant.state === 'active' ? 'active' : `released, until ${tenant.graceUntil ?? 'now'}`,
    describeDeciders(tenant),
    ...describeServers(servers.filter((each) => each.tenant === tenant.id)),
    describeOverrides(overrides.filter((each) => each.tenant === tenant.id)),
    describeChecks(checks.find((each) => each.tenant === tenant.id)),
  ]);
  return formatTable(
    [
      'TENANT',
      'NAME',
      'STATE',
      'DOMAINS',
      'SERVER',
      'ADDE URL',
      'SET TIME',
      'ADDE STATE',
      'TOKEN UNTIL',
      'OVERRIDES',
      'FROM OUTSIDE',
    ],
    rows,
  );
}

/** A line per domain and fallback; what could not be asked is a question mark. */
function describeChecks(found: TenantChecks | undefined): string {
  if (!found?.checks) return '?';
  return found.checks.map(describeCheck).join('\n') || '–';
}

/** `acme.example: stuck since 2026-11-21 (Certificate expired)`. */
function describeCheck({ kind, name, status, blind }: CheckView): string {
  const what = kind === 'server' ? `fallback ${name}` : name;
  if (!status) return `${what}: ${blind ? 'could not check' : 'not looked at yet'}`;
  const [first] = status.findings.filter(({ severity }) => severity === 'error');
  const cause = first && status.word !== 'serving' ? ` (${first.title})` : '';
  const unseen = blind ? `, could not check since ${minute(blind.since)}` : '';
  return `${what}: ${status.word.replace('-', ' ')} since ${minute(status.since)}${cause}${unseen}`;
}

/** `2026-11-21 12:00Z`. */
function minute(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')}Z`;
}

/** A line per server in each of the columns; what could not be asked is a question mark. */
function describeServers(servers: readonly ServerStatus[]): readonly string[] {
  if (servers.length === 0) return ['–', '–', '–', '–', '–'];
  const column = (of: (server: ServerStatus) => string) => servers.map(of).join('\n');
  return [
    column(({ server }) => server),
    column(({ adde }) => (adde ? observedUrl(adde) : '?')),
    column(({ adde }) => (adde?.observed.kind === 'url' ? (adde.observed.setTime ?? '?') : '–')),
    column(({ adde }) => (adde ? [adde.state, adde.fault?.code].filter(Boolean).join(': ') : '?')),
    column(({ token }) => token?.expires?.slice(0, 10) ?? '–'),
  ];
}

/** What Apple has not been asked about yet is a question mark, too. */
function observedUrl({ observed }: NonNullable<ServerStatus['adde']>): string {
  if (observed.kind === 'unknown') return '?';
  return observed.kind === 'url' ? observed.url : 'none';
}

/** `3: 2 edge, 1 backend`. */
function describeDeciders({ domains }: TenantView): string {
  const kinds = (['edge', 'backend', 'elsewhere'] as const)
    .map((kind) => ({ kind, count: domains.filter(({ decidedBy }) => decidedBy === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${count} ${kind}`);
  return kinds.length === 0 ? '0' : `${domains.length}: ${kinds.join(', ')}`;
}

function describeOverrides(overrides: OverviewView['overrides']): string {
  if (overrides.length === 0) return '–';
  return overrides.map(({ target, until }) => `${target} until ${until}`).join('; ');
}
