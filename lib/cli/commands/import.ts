import { Command, InvalidArgumentError } from 'commander';
import type { DnsServer } from '../../adapters/dns';
import { examineDomain, inParallel } from '../../adapters/onboarding/examine';
import { loadFleet } from '../../adapters/project-files';
import { createTenantFile } from '../../adapters/tenant-files';
import { readTextFile } from '../../adapters/text-file';
import { draftTenants, type Examined, type ImportedTenant } from '../../core/onboarding/import/drafts';
import { formatImport, type ImportReport } from '../../core/onboarding/import/report';
import { type ImportList, readImportList } from '../../core/onboarding/import/rows';
import { renderTenantSource } from '../../core/onboarding/tenant-source';
import { describeProblem, type Problem, problem } from '../../core/problems';
import { failed, ok, type Result } from '../../core/result';
import type { Cluster, Fleet } from '../../core/tenants/fleet';
import type { Context, ExitCode } from '../context';
import { findProspect, type Prospect, resolverOption } from '../outside';
import { targetOption } from '../target';

interface Options {
  readonly dryRun?: true;
  readonly json?: true;
  readonly parallel: number;
  readonly target?: string;
  readonly resolver?: DnsServer;
}

const PROGRESS_STEPS = 20;

/** `signpost import`: takes over what customers have set up by hand. */
export function importCommand(context: Context): Command {
  return new Command('import')
    .summary('take over domains that are set up by hand')
    .description(
      'Looks at every domain of a list, recognises what it does today, and writes a tenant with elsewhere() for each one\n' +
        'whose cluster is in clusters.ts. The columns domain, tenant and name are found by their headings; the first\n' +
        'column of domains will do. Nothing is overwritten.',
    )
    .argument('<file>', 'CSV, UTF-8 or UTF-16')
    .option('--dry-run', 'look and tell, write nothing')
    .option('--parallel <count>', 'domains looked at together', parseCount, 8)
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
  const prospect = findProspect(context.projectDirectory, options);
  if (!prospect.ok) return refuse([prospect.problem], 2);

  const examined = await examineAll(context, list.value, prospect.value, fleet.value.clusters, options);
  const { written, problems } = writeAll(context, draftTenants(examined), options);
  const report: ImportReport = { examined, skipped: list.value.skipped, written, problems };
  if (options.json) context.terminal.print(JSON.stringify({ version: 1, ...report }, null, 2));
  else for (const line of formatImport(report, options.dryRun === true)) context.terminal.print(line);
  const after = await loadFleet(context.projectDirectory);
  if (!after.ok) return refuse(after.problems, 1);
  context.exit(problems.length > 0 || list.value.skipped.length > 0 ? 1 : 0);
}

function readList(file: string, fleet: Fleet): Result<ImportList> {
  const text = readTextFile(file);
  if (!text.ok) return text;
  const list = readImportList(text.value, fleet);
  if (list) return ok(list);
  const message = `Cannot read ${file}: no column of it holds domains; expected one domain per row`;
  return failed(problem('onboarding.list-unreadable', message));
}

async function examineAll(
  { terminal }: Context,
  { rows }: ImportList,
  prospect: Prospect,
  clusters: readonly Cluster[],
  { parallel }: Options,
): Promise<readonly Examined[]> {
  const every = Math.max(1, Math.ceil(rows.length / PROGRESS_STEPS));
  let done = 0;
  return inParallel(rows, parallel, async (row) => {
    const recognised = await examineDomain(prospect, row.domain, clusters);
    done += 1;
    if (done % every === 0 || done === rows.length) terminal.note(`Looked at ${done} of ${rows.length} domains`);
    return { row, recognised };
  });
}

function writeAll(
  { projectDirectory }: Context,
  tenants: readonly ImportedTenant[],
  { dryRun }: Options,
): Pick<ImportReport, 'written' | 'problems'> {
  const written: string[] = [];
  const problems: Problem[] = [];
  for (const { id, draft } of dryRun ? [] : tenants) {
    const created = createTenantFile(projectDirectory, id, renderTenantSource(draft));
    if (created.ok) written.push(created.value);
    else problems.push(created.problem);
  }
  return { written, problems };
}

function parseCount(word: string): number {
  const count = Number(word);
  if (!Number.isInteger(count) || count < 1 || count > 64) throw new InvalidArgumentError('Expected 1 to 64.');
  return count;
}
