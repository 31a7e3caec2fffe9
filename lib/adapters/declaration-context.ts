import vm from 'node:vm';
import { NOT_DATA, type SourceFile } from '../core/tenants/source';
import { BUNDLE_GLOBAL, type DeclarationBundle } from './declaration-bundle';

/** A file's default export as plain data, or why there is none: what was thrown, or nothing was exported. */
export type Evaluated = SourceFile | { readonly file: string; readonly error?: string };

/** A declaration states data; one that computes longer than this has lost its way. */
const MAX_EVALUATION_MS = 2000;

/**
 * Runs beside the declarations, before any of them, and keeps what it needs of the language. Evaluates one file, turns
 * its default export into JSON, and says what is no data instead of dropping it.
 */
const READER = `(({ stringify }, { isFinite }, String, loaders) => {
  const toJson = (value) => value === undefined ? undefined : stringify(value, (key, field) => {
    if (typeof field === 'number' && !isFinite(field)) return { ${NOT_DATA}: String(field) };
    return ['function', 'symbol', 'bigint'].includes(typeof field) ? { ${NOT_DATA}: typeof field } : field;
  });
  const describe = (error) => String(typeof error === 'object' && error !== null && 'message' in error ? error.message : error);
  return (file) => {
    try {
      return { file, json: toJson(loaders[file]()) };
    } catch (error) {
      return { file, error: describe(error).split('\\n')[0] };
    }
  };
})(JSON, Number, String, ${BUNDLE_GLOBAL}.default)`;

/**
 * Evaluates the files of a bundle in a bare context: all in one go, and only if that comes to no end one by one, so
 * that the file at fault is known. In the order of the files.
 */
export function evaluateDeclarations({ files, code }: DeclarationBundle): readonly Evaluated[] {
  if (files.length === 0) return [];
  try {
    return run(prepare(code), files);
  } catch {
    const context = prepare(code);
    return files.map((file) => evaluateAlone(context, file));
  }
}

function evaluateAlone(context: vm.Context, file: string): Evaluated {
  try {
    return run(context, [file])[0] ?? { file };
  } catch (error) {
    return { file, error: messageOf(error) };
  }
}

const READ = 'readDeclaration';

function prepare(code: string): vm.Context {
  const context = vm.createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } });
  vm.runInContext('delete globalThis.Promise', context);
  vm.runInContext(`${code}\nvar ${READ} = ${READER}; delete globalThis.${BUNDLE_GLOBAL};`, context);
  return context;
}

/** Nothing but text leaves the context. */
function run(context: vm.Context, files: readonly string[]): readonly Evaluated[] {
  const script = `((stringify, read) => stringify(${JSON.stringify(files)}.map((file) => read(file))))(JSON.stringify, ${READ})`;
  const text: unknown = vm.runInContext(script, context, { timeout: MAX_EVALUATION_MS });
  return parseOutcomes(String(text)).map(({ file, json, error }) =>
    json === undefined ? { file, error } : { file, value: JSON.parse(json) },
  );
}

interface Outcome {
  readonly file: string;
  readonly json?: string;
  readonly error?: string;
}

function parseOutcomes(text: string): readonly Outcome[] {
  return JSON.parse(text) as readonly Outcome[];
}

/** Errors of another context are no instances of our `Error`. */
function messageOf(error: unknown): string {
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  return String(message).split('\n')[0] ?? '';
}
