import { Command } from 'commander';
import type { CheckView } from '../../contract/api/check-schemas';
import { type OverviewView, overviewSchema, type TenantView } from '../../contract/api/schemas';
import { describeProblem, type Problem } from '../../core/problems';
import { ok, type Result } from '../../core/result';
import { type Attempt, done, type Output, type Runner, refusal } from '../action';
import { type Api, type ApiOptions, callFor, findApi, withApiOptions, withTarget } from '../api';
import { listAllChecks, listAllServers, listAllTenants, type ServerStatus, type TenantChecks } from '../api-lists';
import type { Context } from '../context';
import { formatTable } from '../table';

/** `signpost tenants`: the deployed tenants, one line per tenant. */
export function tenantsCommand(run: Runner): Command {
  const command = new Command('tenants')
    .summary('list the deployed tenants with the health of their domains')
    .description(
      'Lists the deployed tenants, one line each: where their domains are answered, the result of the last automatic ' +
        'check of each domain, the ADDE URL and token of each server, and the overrides in force.\n' +
        'At a deployed API the command signs in with SIGNPOST_CLIENT_ID and SIGNPOST_CLIENT_SECRET.',
    )
    .action(run(list));
  return withApiOptions(command);
}

async function list({ projectDirectory }: Context, options: ApiOptions): Promise<Attempt<Output>> {
  const api = await findApi(projectDirectory, options.target);
  if (!api.ok) return api;
  const { call } = api.value;
  const found = await readTenants(api.value);
  if (!found.ok) return refusal(found, 2);
  const { tenants, overrides } = found.value;
  const [{ servers, ...ofServers }, { checks, ...ofChecks }] = await Promise.all([
    listAllServers(call, tenants),
    listAllChecks(call, tenants),
  ]);
  const notes = describeUnknown(servers, checks, [...ofServers.problems, ...ofChecks.problems]);
  const output = {
    document: { tenants, overrides, servers, checks },
    lines: formatTenants(tenants, overrides, servers, checks),
    notes,
    exitCode: notes.length === 0 ? 0 : 2,
  } as const;
  return done(withTarget(api.value, output));
}

/** Names of what is unknown in one line. */
const MAX_NAMED = 5;

/** Names what the API could not answer, and why, each reason once; empty where all is known. */
function describeUnknown(
  servers: readonly ServerStatus[],
  checks: readonly TenantChecks[],
  problems: readonly Problem[],
): readonly string[] {
  const missing = [
    ...servers.filter(({ adde }) => !adde).map(({ tenant, server }) => `the server ${tenant}/${server}`),
    ...checks.filter((each) => !each.checks).map(({ tenant }) => `the checks of ${tenant}`),
  ];
  if (missing.length === 0) return [];
  const more = missing.length > MAX_NAMED ? ` and ${missing.length - MAX_NAMED} more` : '';
  return [
    ...new Set(problems.map(describeProblem)),
    `${missing.length} of ${servers.length + checks.length} not known: ${missing.slice(0, MAX_NAMED).join(', ')}${more}`,
  ];
}

async function readTenants({
  call,
}: Api): Promise<Result<{ tenants: readonly TenantView[]; overrides: OverviewView['overrides'] }>> {
  const tenants = await listAllTenants(call);
  if (!tenants.ok) return tenants;
  const overview = await callFor(call, { method: 'GET', path: '/v1/overview' }, overviewSchema, 'the overview');
  return overview.ok ? ok({ tenants: tenants.value, overrides: overview.value.overrides }) : overview;
}

function formatTenants(
  tenants: readonly TenantView[],
  overrides: OverviewView['overrides'],
  servers: readonly ServerStatus[],
  checks: readonly TenantChecks[],
): readonly string[] {
  if (tenants.length === 0) return ['No tenants are deployed yet.'];
  const rows = tenants.map((tenant) => [
    tenant.id,
    tenant.name,
    tenant.state === 'active' ? 'active' : `released, until ${tenant.graceUntil ?? 'now'}`,
    describeDomains(tenant),
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
      'LAST CHECK',
    ],
    rows,
  );
}

/** A line per domain and fallback; a question mark where the API gave no answer. */
function describeChecks(found: TenantChecks | undefined): string {
  if (!found?.checks) return '?';
  return found.checks.map(describeCheck).join('\n') || '–';
}

/** `acme.example: stuck since 2026-11-21 (Certificate expired)`. */
function describeCheck({ kind, name, status, blind }: CheckView): string {
  const what = kind === 'server' ? `fallback ${name}` : name;
  if (!status) return `${what}: ${blind ? 'could not check' : 'not checked yet'}`;
  const [first] = status.findings.filter(({ severity }) => severity === 'error');
  const cause = first && status.word !== 'serving' ? ` (${first.title})` : '';
  const unseen = blind ? `, could not check since ${minute(blind.since)}` : '';
  return `${what}: ${status.word.replace('-', ' ')} since ${minute(status.since)}${cause}${unseen}`;
}

/** `2026-11-21 12:00Z`. */
function minute(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')}Z`;
}

/** A line per server in each of the columns; a question mark where the API gave no answer. */
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

/** A question mark also where Apple was not asked yet. */
function observedUrl({ observed }: NonNullable<ServerStatus['adde']>): string {
  if (observed.kind === 'unknown') return '?';
  return observed.kind === 'url' ? observed.url : 'none';
}

/** `3: 2 edge, 1 backend`. */
function describeDomains({ domains }: TenantView): string {
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
