import { Command } from 'commander';
import { type Aws, createAws } from '../../adapters/aws/clients';
import { listDistributions } from '../../adapters/aws/cloudfront';
import { deleteVersion, listVersions } from '../../adapters/aws/lambda';
import { identifyCallerOf } from '../../adapters/aws/sts';
import { loadFleet } from '../../adapters/project/project-files';
import { edgeFunctionName } from '../../contract/names';
import { type EdgeVersion, judgeVersions, type VersionVerdict } from '../../core/edge/versions';
import { describeProblem, type Problem, problem } from '../../core/problems';
import { failed, ok, type Result } from '../../core/result';
import type { Config } from '../../core/tenants/fleet';
import { type Attempt, done, type Output, type Runner, refusal } from '../action';
import type { Context } from '../context';
import { formatTable } from '../table';

interface Options {
  readonly delete?: true;
  readonly json?: true;
}

/** One version after the run: the verdict, and the outcome of its deletion. */
type Row = VersionVerdict & { readonly deleted?: boolean; readonly problem?: Problem };

/** `signpost edge`: maintains the edge function. */
export function edgeCommand(run: Runner): Command {
  const edge = new Command('edge')
    .summary('clean up old versions of the edge function')
    .description('Maintains the edge function.');
  edge.addCommand(
    new Command('clean-up')
      .summary('list the versions of the edge function, and delete the unused ones')
      .description(
        'Lists the versions of the edge function that deployments have published. Keeps the newest version, the stable ' +
          'version of signpost.config.ts and every version that a distribution uses. Deletes nothing without --delete.',
      )
      .option('--delete', 'delete the other versions')
      .option('--json', 'print one JSON document')
      .action(run(cleanUp)),
  );
  return edge;
}

async function cleanUp({ projectDirectory }: Context, options: Options): Promise<Attempt<Output>> {
  const fleet = await loadFleet(projectDirectory);
  if (!fleet.ok) return refusal(fleet, 1);
  const { config } = fleet.value;
  const functionName = edgeFunctionName(config.stage);
  const aws = createAws();
  const verdicts = await judge(aws, config, functionName);
  if (!verdicts.ok) return refusal(verdicts, verdicts.problem.code === 'edge.stable-missing' ? 1 : 2);
  const rows: readonly Row[] = options.delete ? await deleteAll(aws, functionName, verdicts.value) : verdicts.value;
  return done({
    document: { version: 1, function: functionName, versions: rows },
    lines: formatRows(functionName, rows, options),
    exitCode: rows.some((row) => row.problem) ? 1 : 0,
  });
}

async function judge(aws: Aws, config: Config, functionName: string): Promise<Result<readonly VersionVerdict[]>> {
  const caller = await identifyCallerOf(aws.sts, config.account);
  if (!caller.ok) return caller;
  // Versions first: a version that a deployment publishes in between is not yet in the list, so it is kept.
  const numbers = await listVersions(aws.lambda, functionName);
  if (!numbers.ok) return numbers;
  const distributions = await listDistributions(aws.cloudFront);
  if (!distributions.ok) return distributions;

  const versions: EdgeVersion[] = numbers.value.map((number) => ({
    number,
    usedBy: distributions.value
      .filter(({ functionVersions }) => functionVersions.some((arn) => arn.endsWith(`:${functionName}:${number}`)))
      .map(({ id, aliases }) => aliases[0] ?? id),
  }));
  const { stableEdgeVersion } = config;
  if (stableEdgeVersion !== undefined && !numbers.value.includes(stableEdgeVersion)) {
    const message = `Cannot clean up "${functionName}": \`edge.stable\` is ${stableEdgeVersion}, which does not exist; expected one of ${numbers.value.join(', ')}`;
    return failed(problem('edge.stable-missing', message, { file: 'signpost.config.ts', path: 'edge.stable' }));
  }
  return ok(judgeVersions(versions, stableEdgeVersion));
}

async function deleteAll(
  { lambda }: Aws,
  functionName: string,
  verdicts: readonly VersionVerdict[],
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  // One after the other: Lambda throttles parallel deletions, and there are few versions.
  for (const verdict of verdicts) {
    if (verdict.kind === 'keep') rows.push(verdict);
    else {
      const deleted = await deleteVersion(lambda, functionName, verdict.number);
      rows.push({ ...verdict, deleted: deleted.ok, ...(deleted.ok ? {} : { problem: deleted.problem }) });
    }
  }
  return rows;
}

function formatRows(functionName: string, rows: readonly Row[], options: Options): string[] {
  const table = formatTable(
    ['VERSION', 'USED BY', 'VERDICT'],
    rows.map((row) => [String(row.number), describeUse(row), describeVerdict(row, options)]),
  );
  const removable = rows.filter(({ kind }) => kind === 'remove').length;
  const problems = rows.flatMap(({ problem: met }) => (met ? [describeProblem(met)] : []));
  return [functionName, '', ...table, '', ...problems, summarise(removable, rows, options)];
}

function describeUse({ usedBy }: EdgeVersion): string {
  const [first, ...others] = usedBy;
  if (first === undefined) return '–';
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

function describeVerdict(row: Row, options: Options): string {
  if (row.kind === 'keep') return `kept: ${row.because.join(', ')}`;
  if (!options.delete) return 'can be deleted';
  return row.deleted ? 'deleted' : 'not deleted';
}

function summarise(removable: number, rows: readonly Row[], options: Options): string {
  if (removable === 0) return 'There is nothing to delete.';
  if (!options.delete)
    return `${removable} of ${rows.length} can be deleted. Nothing was deleted: run it again with --delete.`;
  return `${rows.filter(({ deleted }) => deleted).length} of ${removable} deleted.`;
}
