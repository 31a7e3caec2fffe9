import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type BuildFailure, type BuildOptions, build, type Message, type Metafile, type Plugin } from 'esbuild';
import { type Problem, problem } from '../../core/problems';

/** What a declaration file may import. */
const ALLOWED_IMPORT = 'signpost';
const AUTHORING = join(__dirname, '..', '..', 'signpost.ts');
const ALLOWED_IMPORTS_PLUGIN = 'allowed-imports';

/** What esbuild itself adds to a file whose syntax it lowers. */
const ESBUILD_RUNTIME = '<runtime>';

/** The variable that holds the bundle's default export: what each file exports by default, by the file. */
export const BUNDLE_GLOBAL = 'declarations';

/** What could be bundled, and the problems of the other files. */
export interface DeclarationBundle {
  readonly files: readonly string[];
  readonly code: string;
  readonly problems: readonly Problem[];
}

/**
 * Data needs no promises, and one that is rejected inside the context could not be caught here. Lowered by the build,
 * `async` and `import(…)` need the global `Promise`, which the context lacks.
 */
const NO_PROMISES = { 'async-await': false, 'async-generator': false, 'for-await': false, 'dynamic-import': false };

const OPTIONS = {
  bundle: true,
  format: 'iife',
  platform: 'neutral',
  target: 'node20',
  supported: NO_PROMISES,
  write: false,
  logLevel: 'silent',
  tsconfigRaw: {},
} as const satisfies BuildOptions;

/** Bundles what can be bundled; a file with an error is left out, so that the problems of the others are seen as well. */
export async function bundleDeclarations(
  projectDirectory: string,
  files: readonly string[],
): Promise<DeclarationBundle> {
  if (files.length === 0) return { files, code: '', problems: [] };
  const code = await bundleTogether(projectDirectory, files);
  if (code !== undefined) return { files, code, problems: [] };
  const missing = files.filter((file) => !existsSync(join(projectDirectory, file)));
  const broken = missing.length > 0 ? missing.map(missingFile) : await findErrors(projectDirectory, files);
  const left = files.filter((file) => !broken.some(({ where }) => where?.file === file));
  if (left.length === files.length) return { files: [], code: '', problems: broken };
  const others = await bundleDeclarations(projectDirectory, left);
  return { ...others, problems: [...broken, ...others.problems] };
}

function missingFile(file: string): Problem {
  return problem('tenant.file-unreadable', 'Cannot read the file: it does not exist; expected a declaration', { file });
}

/**
 * One bundle for all files, or nothing where one of them has an error or imports something else. An entry point for each
 * would take several times as long, and so would asking a plugin about every import.
 */
async function bundleTogether(projectDirectory: string, files: readonly string[]): Promise<string | undefined> {
  const imports = files.map((file, index) => `import * as file${index} from ${JSON.stringify(`./${file}`)};`);
  const values = files.map((file, index) => `${JSON.stringify(file)}: file${index}.default`);
  try {
    const { outputFiles, metafile } = await build({
      ...OPTIONS,
      absWorkingDir: projectDirectory,
      stdin: { contents: `${imports.join('')}\nexport default { ${values.join()} }`, resolveDir: projectDirectory },
      globalName: BUNDLE_GLOBAL,
      metafile: true,
      alias: { [ALLOWED_IMPORT]: AUTHORING },
      // Names stay, as messages of the engine quote them.
      minifyWhitespace: true,
      minifySyntax: true,
    });
    return importsNothingElse(projectDirectory, metafile) ? outputFiles[0]?.text : undefined;
  } catch (error) {
    errorsOf(error);
    return undefined;
  }
}

/** Whether every declaration imports what it may and nothing else; the authoring functions may import each other. */
function importsNothingElse(projectDirectory: string, { inputs }: Metafile): boolean {
  const authoring = Object.keys(inputs).find((path) => resolve(projectDirectory, path) === AUTHORING);
  const ours = new Set(['<stdin>', ...(authoring === undefined ? [] : reachableFrom(authoring, inputs))]);
  return Object.entries(inputs)
    .filter(([path]) => !ours.has(path))
    .every(([, { imports }]) =>
      imports.every(({ path }) => [authoring, ALLOWED_IMPORT, ESBUILD_RUNTIME].includes(path)),
    );
}

function reachableFrom(start: string, inputs: Metafile['inputs']): ReadonlySet<string> {
  const reached = new Set([start]);
  for (const path of reached) for (const imported of inputs[path]?.imports ?? []) reached.add(imported.path);
  return reached;
}

/** Every error by its file: each is an entry point of its own, and each import is checked. */
async function findErrors(projectDirectory: string, files: readonly string[]): Promise<readonly Problem[]> {
  try {
    await build({
      ...OPTIONS,
      absWorkingDir: projectDirectory,
      entryPoints: [...files],
      outdir: projectDirectory,
      outbase: projectDirectory,
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
      plugins: [allowedImports(new Set(files.map((file) => join(projectDirectory, file))))],
    });
  } catch (error) {
    return errorsOf(error).map(describeBuildError);
  }
  throw new Error('The declarations cannot be bundled together, although each can alone.');
}

function allowedImports(declarations: ReadonlySet<string>): Plugin {
  return {
    name: ALLOWED_IMPORTS_PLUGIN,
    setup({ onResolve }) {
      onResolve({ filter: /.*/ }, ({ path, importer, kind }) => {
        if (kind === 'entry-point' || !declarations.has(importer)) return undefined;
        if (path === ALLOWED_IMPORT) return { path, external: true };
        return {
          errors: [{ text: `Cannot import "${path}"; expected "${ALLOWED_IMPORT}" and nothing else` }],
        };
      });
    },
  };
}

/** What esbuild found; anything else that is thrown is a defect. */
function errorsOf(error: unknown): readonly Message[] {
  const { errors } = error as BuildFailure;
  if (!Array.isArray(errors)) throw error;
  return errors;
}

function describeBuildError({ pluginName, text, location }: Message): Problem {
  const file = location?.file ?? '';
  if (pluginName === ALLOWED_IMPORTS_PLUGIN)
    return problem('tenant.import', text, { file, path: `line ${location?.line}` });
  return problem('tenant.file-unreadable', `Cannot read the file: ${text}; expected TypeScript`, {
    file,
    path: location ? `line ${location.line}, column ${location.column + 1}` : undefined,
  });
}
