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
/** To a customer's own web server, which is asked a dozen times. */
const MAX_CONNECTIONS = 2;

/** `signpost import`: takes over what customers have set up by hand. */
export function importCommand(context: Context): Command {
  return new Command('import')
    .summary('take over domains that are set up by hand')
    .description(
      'Looks at every domain of a list, recognises what it does today, and writes a tenant with elsewhere() for each one\n' +
        'whose cluster is in clusters.ts. The columns domain, tenant and name are found by their headings; the first\n' +
        'column of domains will do. Nothing is overwritten; run again, it goes on where it ended.',
    )
    .argument('<file>', 'CSV, UTF-8 or UTF-16')
    .option('--dry-run', 'look and tell, write nothing')
    .option('--parallel <count>', 'domains looked at together', parseCount, 16)
    .option('--json', 'print one JSON document')
    .addOption(resolverOption())
    .addOption(targetOption())
    .action((file: string, options: Options) => run(context, file, options));
}

async function run(context: Context, file: string, options: Options): Promise<void> {
  const refuse = (problems: readonly Problem[], code: ExitCode) => {
    for (const each of problems) context.terminal.note(describeProblem(each));
    context.exit(code);
  };
  const fleet = await loadFleet(context.projectDirectory);
  if (!fleet.ok) return refuse(fleet.problems, 1);
  const list = readList(file, fleet.value);
  if (!list.ok) return refuse([list.problem], 64);
  const given = findOnboardingAccess(context.projectDirectory, options);
  if (!given.ok) return refuse([given.problem], 2);

  const writer = createWriter(context, list.value, options);
  const examined = await examineAll(context, list.value, given.value, fleet.value.clusters, options, writer.add);
  const { skipped, present, rows } = list.value;
  const left = rows.length - examined.length;
  const report: ImportReport = { examined, skipped, present, left, ...writer.outcome };
  if (options.json) context.terminal.print(JSON.stringify({ version: 1, ...report }, null, 2));
  else for (const line of formatImport(report, options.dryRun === true)) context.terminal.print(line);
  const after = await loadFleet(context.projectDirectory);
  if (!after.ok) return refuse(after.problems, 1);
  context.exit(exitCodeOf(report));
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
  const message = `Cannot read ${file}: no column of it holds domains; expected one domain per row`;
  return failed(problem('onboarding.list-unreadable', message));
}

/** Looks at the rows, until all are done or Ctrl-C is pressed; those that are under way then are brought to an end. */
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
    terminal.note('Stopping; Ctrl-C once more ends at once …');
  });
  const every = Math.max(1, Math.ceil(rows.length / PROGRESS_STEPS));
  let done = 0;
  const probeCache = new SharedProbeCache();
  const access = { ...given, maxConnections: MAX_CONNECTIONS };
  const examine = async (row: ImportRow): Promise<Examined> => {
    const examined = { row, recognised: await examineDomain(access, row.domain, clusters, probeCache) };
    done += 1;
    if (done % every === 0 || done === rows.length) terminal.note(`Looked at ${done} of ${rows.length} domains`);
    onDone(examined);
    return examined;
  };
  return inParallel(rows, parallel, examine, () => isStopped).finally(() => probeCache.end());
}

/** Writes a tenant as soon as all of its rows have been looked at: what ends early has lost nothing. */
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
