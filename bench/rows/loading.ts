import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';
import { build } from 'esbuild';
import { loadDeclarations } from '../../lib/adapters/project/declarations';
import { CLUSTERS_FILE, CONFIG_FILE, loadFleet, TENANTS_FOLDER } from '../../lib/adapters/project/project-files';
import { interleave } from '../measure/interleave';
import { timesTheFloor } from '../report/figure';
import { projectOf } from '../subjects/projects';
import type { Row } from './row';

const FILES = 1000;
const PLAN = { warmUps: 2, repeats: 11 };
const AUTHORING = join(__dirname, '..', '..', 'lib', 'signpost.ts');

/** From tenant files to data, and on to a checked fleet. */
export const loading: Row = {
  name: 'loading',
  ifMissed:
    'Each `npm start` and each synthesis then takes that much longer to read the tenant files: milliseconds for 1,000 tenants, beside a synthesis of seconds.',
  measure: async () => {
    const project = projectOf(FILES);
    try {
      const { load, check, floor } = await interleave(
        {
          load: () => timed(() => loadAlone(project)),
          check: () => timed(() => loadAndCheck(project)),
          floor: () => timed(() => buildAndEvaluate(project)),
        },
        PLAN,
      );
      const note =
        'the time above the floor goes into reading the data out as text, and into checking the list of imports.';
      const files = `${FILES.toLocaleString('en-US')} tenant files`;
      const built = { what: 'one esbuild build and its evaluation', values: floor };
      return {
        figures: [
          timesTheFloor({ what: `loading ${files}`, values: load }, built, 'ms', { goal: { atMost: 1.5 }, note }),
          timesTheFloor({ what: `loading and checking ${files}`, values: check }, built, 'ms'),
        ],
      };
    } finally {
      rmSync(project, { recursive: true });
    }
  },
};

async function timed(work: () => Promise<number>): Promise<number> {
  const started = performance.now();
  const tenants = await work();
  const milliseconds = performance.now() - started;
  if (tenants !== FILES) throw new Error(`${tenants} tenants were loaded; expected ${FILES}`);
  return milliseconds;
}

async function loadAlone(project: string): Promise<number> {
  const files = readdirSync(join(project, TENANTS_FOLDER)).map((name) => `${TENANTS_FOLDER}/${name}`);
  const { sources } = await loadDeclarations(project, [CONFIG_FILE, CLUSTERS_FILE, ...files]);
  return sources.length - 2;
}

async function loadAndCheck(project: string): Promise<number> {
  const fleet = await loadFleet(project);
  if (!fleet.ok) throw new Error(fleet.problems.map(({ message }) => message).join('\n'));
  return fleet.value.tenants.length;
}

/** The floor: everything in one bundle, run once, nothing checked. */
async function buildAndEvaluate(project: string): Promise<number> {
  const files = readdirSync(join(project, 'tenants'));
  const imports = files.map((file, index) => `import t${index} from './tenants/${file}';`);
  const result = await build({
    stdin: {
      contents: `${imports.join('\n')}\nexport default [${files.map((_, index) => `t${index}`)}];`,
      resolveDir: project,
    },
    bundle: true,
    format: 'iife',
    globalName: 'declared',
    platform: 'neutral',
    target: 'node20',
    write: false,
    tsconfigRaw: {},
    alias: { signpost: AUTHORING },
  });
  const script = `${result.outputFiles[0]?.text ?? ''}\n;declared.default.length`;
  return Number(new vm.Script(script).runInContext(vm.createContext({})));
}
