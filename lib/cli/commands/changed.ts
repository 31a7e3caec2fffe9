import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Command, Option } from 'commander';
import { readFilesAt } from '../../adapters/project/git';
import { CLUSTERS_FILE, CONFIG_FILE, loadFleet, TENANTS_FOLDER } from '../../adapters/project/project-files';
import { compareFleets } from '../../core/onboarding/changed';
import { formatChanges, renderChangesMarkdown } from '../../core/onboarding/changed-report';
import type { FleetResult } from '../../core/tenants/read-fleet';
import { type Attempt, done, type Output, type Runner, refusal } from '../action';
import type { Context } from '../context';

interface Options {
  readonly since: string;
  readonly json?: true;
  readonly markdown?: true;
}

/** `signpost changed`: which devices would get another answer. */
export function changedCommand(run: Runner): Command {
  return new Command('changed')
    .summary('list the devices that would get another answer')
    .description(
      'Compares the files of the project with a commit, using the rules that decide the answers for devices. Lists the ' +
        'affected devices of each tenant, the share of their users, the answer before and the answer after.',
    )
    .requiredOption('--since <ref>', 'branch, tag or commit to compare with, such as origin/main')
    .option('--json', 'print one JSON document')
    .addOption(new Option('--markdown', 'print Markdown for a pull request').conflicts('json'))
    .action(run(compare));
}

async function compare({ projectDirectory }: Context, { since, markdown }: Options): Promise<Attempt<Output>> {
  const after = await loadFleet(projectDirectory);
  if (!after.ok) return refusal(after, 1);
  const before = await loadFleetAt(projectDirectory, since);
  if (!before.ok) return refusal(before, 2);
  const changes = compareFleets(before.value, after.value);
  const lines = markdown ? [renderChangesMarkdown(changes, since).trimEnd()] : formatChanges(changes);
  return done({ document: { version: 1, since, changes }, lines });
}

/** The fleet of a commit, loaded by this version's rules from a temporary folder. */
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
