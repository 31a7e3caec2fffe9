import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Command, Option } from 'commander';
import { readFilesAt } from '../../adapters/project/git';
import { CLUSTERS_FILE, CONFIG_FILE, loadFleet, TENANTS_FOLDER } from '../../adapters/project/project-files';
import { compareFleets } from '../../core/onboarding/changed';
import { formatChanges, renderChangesMarkdown } from '../../core/onboarding/changed-report';
import { describeProblem, type Problem } from '../../core/problems';
import type { FleetResult } from '../../core/tenants/read-fleet';
import type { Context, ExitCode } from '../context';

interface Options {
  readonly since: string;
  readonly json?: true;
  readonly markdown?: true;
}

/** `signpost changed`: who would be answered differently. */
export function changedCommand(context: Context): Command {
  return new Command('changed')
    .summary('which devices would be answered differently')
    .description(
      'Compares the project as it stands with a state of it in git, by the same decisions that answer devices: which\n' +
        'devices of which tenants, how many of their users, from what to what.',
    )
    .requiredOption('--since <ref>', 'branch, tag or commit to compare with, such as origin/main')
    .option('--json', 'print one JSON document')
    .addOption(new Option('--markdown', 'print Markdown for a pull request').conflicts('json'))
    .action((options: Options) => run(context, options));
}

async function run({ terminal, projectDirectory, exit }: Context, options: Options): Promise<void> {
  const refuse = (problems: readonly Problem[], code: ExitCode) => {
    for (const each of problems) terminal.note(describeProblem(each));
    exit(code);
  };
  const after = await loadFleet(projectDirectory);
  if (!after.ok) return refuse(after.problems, 1);
  const before = await loadFleetAt(projectDirectory, options.since);
  if (!before.ok) return refuse(before.problems, 2);
  const changes = compareFleets(before.value, after.value);
  if (options.json) terminal.print(JSON.stringify({ version: 1, since: options.since, changes }, null, 2));
  else if (options.markdown) terminal.print(renderChangesMarkdown(changes, options.since).trimEnd());
  else for (const line of formatChanges(changes)) terminal.print(line);
}

/** The fleet of another time, by this version's rules: its files in a folder of their own. */
async function loadFleetAt(projectDirectory: string, ref: string): Promise<FleetResult> {
  const files = readFilesAt(projectDirectory, ref, [CONFIG_FILE, CLUSTERS_FILE, TENANTS_FOLDER]);
  if (!files.ok) return { ok: false, problems: [files.problem] };
  const directory = mkdtempSync(join(tmpdir(), 'signpost-since-'));
  try {
    mkdirSync(join(directory, TENANTS_FOLDER));
    for (const { path, bytes } of files.value) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), bytes);
    }
    return await loadFleet(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
