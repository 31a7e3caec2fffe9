import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import vm from 'node:vm';
import { type BuildFailure, type BuildResult, build, type Message, type Plugin } from 'esbuild';
import { type Problem, problem } from '../core/problems';
import { NOT_DATA, type SourceFile } from '../core/tenants/source';

/** What a declaration file may import. */
const ALLOWED_IMPORT = 'signpost';
const AUTHORING = join(__dirname, '..', 'signpost.ts');
const ALLOWED_IMPORTS_PLUGIN = 'allowed-imports';
const EXPORT_NAME = 'declaration';
/** A declaration states data; one that computes longer than this has lost its way. */
const MAX_EVALUATION_MS = 2000;

/**
 * Data needs no promises, and one that is rejected in there could not be caught out here. Lowered by the build, `async`
 * and `import(…)` need the global `Promise`, which the context lacks.
 */
const NO_PROMISES = { 'async-await': false, 'async-generator': false, 'dynamic-import': false };

/** Turns the default export into JSON, and says what is no data instead of dropping it. Runs beside the declarations. */
const TO_JSON = `(value) => value === undefined ? undefined : JSON.stringify(value, (key, field) => {
  if (typeof field === 'number' && !Number.isFinite(field)) return { ${NOT_DATA}: String(field) };
  return ['function', 'symbol', 'bigint'].includes(typeof field) ? { ${NOT_DATA}: typeof field } : field;
})`;

/** The declarations that could be read, and the problems of the others. */
export interface Declarations {
  readonly sources: readonly SourceFile[];
  readonly problems: readonly Problem[];
}

/**
 * Loads TypeScript files that state data: one esbuild build for all, then each is evaluated in a context of its own,
 * without `require`, `process` or the network, since these files run with deployment rights.
 * `files` are relative to the project's folder. Problem codes: `tenant.import`, `tenant.file-unreadable`,
 * `tenant.no-default-export`.
 */
export async function loadDeclarations(projectDirectory: string, files: readonly string[]): Promise<Declarations> {
  const present = files.filter((file) => existsSync(join(projectDirectory, file)));
  const problems: Problem[] = files.filter((file) => !present.includes(file)).map(missingFile);
  const built = await bundleAll(projectDirectory, present, problems);
  const context = createBareContext();
  const sources: SourceFile[] = [];
  for (const [file, code] of built) {
    const evaluated = evaluate(file, code, context);
    if ('value' in evaluated) sources.push(evaluated);
    else problems.push(evaluated);
  }
  return { sources, problems };
}

function missingFile(file: string): Problem {
  return problem('tenant.file-unreadable', 'Cannot read the file: it is not there; expected a declaration', { file });
}

/** Bundles what can be bundled; a file with an error is left out, so that the problems of the others are seen as well. */
async function bundleAll(
  projectDirectory: string,
  files: readonly string[],
  problems: Problem[],
): Promise<Map<string, string>> {
  if (files.length === 0) return new Map();
  try {
    const result = await bundle(projectDirectory, files);
    return outputsByFile(projectDirectory, result);
  } catch (error) {
    const { errors } = error as BuildFailure;
    if (!Array.isArray(errors)) throw error;
    const broken = errors.map((message) => describeBuildError(message));
    problems.push(...broken);
    const left = files.filter((file) => !broken.some(({ where }) => where?.file === file));
    return left.length < files.length ? bundleAll(projectDirectory, left, problems) : new Map();
  }
}

function bundle(projectDirectory: string, files: readonly string[]): Promise<BuildResult<{ write: false }>> {
  return build({
    absWorkingDir: projectDirectory,
    entryPoints: [...files],
    outdir: projectDirectory,
    outbase: projectDirectory,
    bundle: true,
    format: 'iife',
    globalName: EXPORT_NAME,
    platform: 'neutral',
    target: 'node20',
    supported: NO_PROMISES,
    write: false,
    logLevel: 'silent',
    tsconfigRaw: {},
    plugins: [allowedImports(new Set(files.map((file) => join(projectDirectory, file))))],
  });
}

function allowedImports(declarations: ReadonlySet<string>): Plugin {
  return {
    name: ALLOWED_IMPORTS_PLUGIN,
    setup({ onResolve }) {
      onResolve({ filter: /.*/ }, ({ path, importer, kind }) => {
        if (kind === 'entry-point' || !declarations.has(importer)) return undefined;
        if (path === ALLOWED_IMPORT) return { path: AUTHORING, sideEffects: false };
        return {
          errors: [{ text: `Cannot import "${path}"; expected "${ALLOWED_IMPORT}" and nothing else` }],
        };
      });
    },
  };
}

function outputsByFile(projectDirectory: string, result: BuildResult<{ write: false }>): Map<string, string> {
  return new Map(
    result.outputFiles.map(({ path, text }) => [relative(projectDirectory, path).replace(/\.js$/, '.ts'), text]),
  );
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

function createBareContext(): vm.Context {
  const context = vm.createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } });
  vm.runInContext('delete globalThis.Promise', context);
  return context;
}

function evaluate(file: string, code: string, context: vm.Context): SourceFile | Problem {
  const script = `${code}\n;(${TO_JSON})(${EXPORT_NAME}.default)`;
  let json: unknown;
  try {
    json = new vm.Script(script, { filename: file }).runInContext(context, { timeout: MAX_EVALUATION_MS });
  } catch (error) {
    return problem(
      'tenant.file-unreadable',
      `Cannot evaluate the file: ${messageOf(error)}; expected a declaration of data`,
      { file },
    );
  }
  if (typeof json !== 'string') {
    return problem(
      'tenant.no-default-export',
      'Cannot find the declaration: nothing is exported; expected `export default`',
      { file },
    );
  }
  return { file, value: JSON.parse(json) };
}

/** Errors of another context are no instances of our `Error`. */
function messageOf(error: unknown): string {
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  return String(message).split('\n')[0] ?? '';
}
