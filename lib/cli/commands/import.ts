import { Command, InvalidArgumentError } from 'commander';
import type { DnsServer } from '../../adapters/dns/resolver';
import { readTextFile } from '../../adapters/files/text-file';
import { SharedProbeCache } from '../../adapters/observe/shared-probe-cache';
import { examineDomain } from '../../adapters/onboarding/examine';
import { loadFleet } from '../../adapters/project/project-files';
import { createTenantFile, tenantFileOf } from '../../adapters/project/tenant-files';
import { inParallel } from '../../adapters/timing/in-parallel';
import { draftTenants, type Examined, type ImportedTenant, tenantsByRows } from '../../core/onboarding/import/drafts';
import { type Addition, formatImport, type ImportReport } from '../../core/onboarding/import/report';
import { type ImportList, type ImportRow, readImportList } from '../../core/onboarding/import/rows';
import { renderDomains, renderTenantSource } from '../../core/onboarding/tenant-source';
import { describeProblem, type Problem, problem } from '../../core/problems';
import { failed, ok, type Result } from '../../core/result';
import type { Cluster, Fleet } from '../../core/tenants/fleet';
import { type Attempt, done, type Output, type Runner, refusal } from '../action';
import type { Context, ExitCode } from '../context';
import { findOnboardingAccess, type OnboardingAccess, resolverOption } from '../onboarding-access';
import { targetOption } from '../target';

interface Options {
  readonly dryRun?: true;
  readonly json?: true;
  readonly parallel: number;
  readonly target?: string;
  readonly resolver?: DnsServer;
}

const PROGRESS_STEPS = 20;
/** Connections to a customer's own web server, which gets a dozen requests. */
const MAX_CONNECTIONS = 2;

/** `signpost import`: takes over what customers have set up by hand. */
export function importCommand(run: Runner): Command {
  return new Command('import')
    .summary('take over domains that customers have set up by hand')
    .description(
      'Checks every domain of a list, recognises how it answers devices today, and writes a tenant with elsewhere() for ' +
        'each one whose cluster is in clusters.ts. Finds the columns domain, tenant and name by their headings; without ' +
        'headings, it uses the first column of domains. Overwrites nothing; a second run continues where the first ended.',
    )
    .argument('<file>', 'CSV file, UTF-8 or UTF-16')
    .option('--dry-run', 'check the domains, write nothing')
    .option('--parallel <count>', 'number of domains checked at the same time', parseCount, 16)
    .option('--json', 'print one JSON document')
    .addOption(resolverOption())
    .addOption(targetOption())
    .action(run(importDomains));
}

async function importDomains(context: Context, file: string, options: Options): Promise<Attempt<Output>> {
  const { projectDirectory } = context;
  const fleet = await loadFleet(projectDirectory);
  if (!fleet.ok) return refusal(fleet, 1);
  const list = readList(file, fleet.value);
  if (!list.ok) return refusal(list, 64);
  const access = findOnboardingAccess(projectDirectory, options);
  if (!access.ok) return refusal(access, 2);

  const writer = createWriter(context, list.value, options);
  const examined = await examineAll(context, list.value, access.value, fleet.value.clusters, options, writer.add);
  const { skipped, present, rows } = list.value;
  const report: ImportReport = { examined, skipped, present, left: rows.length - examined.length, ...writer.outcome };
  const after = await loadFleet(projectDirectory);
  return done({
    document: { version: 1, ...report },
    lines: formatImport(report, options.dryRun === true),
    notes: after.ok ? [] : after.problems.map(describeProblem),
    exitCode: after.ok ? exitCodeOf(report) : 1,
  });
}

function exitCodeOf({ examined, problems, skipped, left }: ImportReport): ExitCode {
  const open = examined.filter(({ recognised }) => recognised.kind !== 'works');
  const unknown = open.filter(({ recognised }) => recognised.kind === 'could-not-check');
  if (problems.length > 0 || skipped.length > 0 || open.length > unknown.length) return 1;
  return left > 0 || unknown.length > 0 ? 2 : 0;
}

function readList(file: string, fleet: Fleet): Result<ImportList> {
  const text = readTextFile(file);
  if (!text.ok) return text;
  const list = readImportList(text.value, fleet);
  if (list) return ok(list);
  const message = `Cannot read ${file}: no column holds domains; expected one domain per row`;
  return failed(problem('onboarding.list-unreadable', message));
}

/** Examines the rows until all are done or Ctrl-C is pressed; rows already started are finished. */
async function examineAll(
  { terminal, stopped }: Context,
  { rows }: ImportList,
  given: OnboardingAccess,
  clusters: readonly Cluster[],
  { parallel }: Options,
  onDone: (examined: Examined) => void,
): Promise<readonly Examined[]> {
  let isStopped = false;
  void stopped.then(() => {
    isStopped = true;
    terminal.note('Stopping after the started domains; Ctrl-C again stops at once …');
  });
  const every = Math.max(1, Math.ceil(rows.length / PROGRESS_STEPS));
  let done = 0;
  const probeCache = new SharedProbeCache();
  const access = { ...given, maxConnections: MAX_CONNECTIONS };
  const examine = async (row: ImportRow): Promise<Examined> => {
    const examined = { row, recognised: await examineDomain(access, row.domain, clusters, probeCache) };
    done += 1;
    if (done % every === 0 || done === rows.length) terminal.note(`Checked ${done} of ${rows.length} domains`);
    onDone(examined);
    return examined;
  };
  return inParallel(rows, parallel, examine, () => isStopped).finally(() => probeCache.end());
}

/** Writes a tenant as soon as all of its rows are examined: a run that ends early loses nothing. */
function createWriter({ projectDirectory }: Context, { rows }: ImportList, { dryRun }: Options) {
  const written: string[] = [];
  const problems: Problem[] = [];
  const additions: Addition[] = [];
  const complete = tenantsByRows(rows);
  const write = ({ id, draft }: ImportedTenant) => {
    const created = createTenantFile(projectDirectory, id, renderTenantSource(draft));
    if (created.ok) {
      written.push(created.value);
      return;
    }
    problems.push(created.problem);
    if (created.problem.code !== 'onboarding.tenant-exists') return;
    additions.push({ file: tenantFileOf(id), lines: renderDomains(draft) });
  };
  const add = (examined: Examined) => {
    for (const tenant of draftTenants(complete(examined))) if (!dryRun) write(tenant);
  };
  return { add, outcome: { written, problems, additions } };
}

function parseCount(word: string): number {
  const count = Number(word);
  if (!Number.isInteger(count) || count < 1 || count > 64) throw new InvalidArgumentError('Expected 1 to 64.');
  return count;
}
