import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkDeclarationLengths } from '../../contract/declare';
import { checkHeaderBudgets } from '../../contract/header-budget';
import { type Problem, problem } from '../../core/problems';
import { type FleetResult, readFleet, tenantIdOf } from '../../core/tenants/read-fleet';
import { loadDeclarations } from './declarations';

export const CONFIG_FILE = 'signpost.config.ts';
export const CLUSTERS_FILE = 'clusters.ts';
export const TENANTS_FOLDER = 'tenants';

/** The folder of the project around `from`: the nearest one with a `signpost.config.ts`, else `otherwise`. */
export function findProject(from: string, otherwise: string): string {
  if (existsSync(join(from, CONFIG_FILE))) return from;
  const parent = dirname(from);
  return parent === from ? otherwise : findProject(parent, otherwise);
}

/** Loads and checks `signpost.config.ts`, `clusters.ts` and `tenants/`: the fleet, or every problem of every file. */
export async function loadFleet(projectDirectory: string): Promise<FleetResult> {
  const listed = listTenantFiles(projectDirectory);
  const files = [CONFIG_FILE, CLUSTERS_FILE, ...listed.files];
  const { sources, problems: unreadable } = await loadDeclarations(projectDirectory, files);
  const source = (file: string) => sources.find((each) => each.file === file);
  const problems = [...listed.problems, ...unreadable];
  const tenants = sources.filter(({ file }) => file.startsWith(`${TENANTS_FOLDER}/`));
  const fleet = readFleet({ config: source(CONFIG_FILE), clusters: source(CLUSTERS_FILE), tenants });
  if (!fleet.ok) return { ok: false, problems: [...problems, ...fleet.problems] };
  const { tenants: checked } = fleet.value;
  problems.push(...checkHeaderBudgets(checked), ...checkDeclarationLengths(checked));
  return problems.length === 0 ? fleet : { ok: false, problems };
}

/** The files of `tenants/` by name; whatever else lies there is a problem, as it would silently declare nothing. */
function listTenantFiles(projectDirectory: string): { files: readonly string[]; problems: readonly Problem[] } {
  let entries: string[];
  try {
    entries = readdirSync(join(projectDirectory, TENANTS_FOLDER)).filter((name) => !name.startsWith('.'));
  } catch {
    return { files: [], problems: [noFolder()] };
  }
  const files = entries.sort().map((name) => `${TENANTS_FOLDER}/${name}`);
  const checked = files.map((file) => ({ file, id: tenantIdOf(file) }));
  return {
    files: checked.filter(({ id }) => id.ok).map(({ file }) => file),
    problems: checked.flatMap(({ id }) => (id.ok ? [] : [id.problem])),
  };
}

function noFolder(): Problem {
  return problem(
    'tenant.file-unreadable',
    'Cannot list the tenants: the folder does not exist; expected one file per tenant',
    {
      file: `${TENANTS_FOLDER}/`,
    },
  );
}
