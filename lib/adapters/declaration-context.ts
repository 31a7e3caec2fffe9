import vm from 'node:vm';
import { NOT_DATA, type SourceFile } from '../core/tenants/source';
import { BUNDLE_GLOBAL, type DeclarationBundle } from './declaration-bundle';

/** A file's default export as plain data, or why there is none: what was thrown, or nothing was exported. */
export type Evaluated = SourceFile | { readonly file: string; readonly error?: string };

/** A declaration states data; one that computes longer than this has lost its way. */
const MAX_EVALUATION_MS = 2000;

/**
 * Runs beside the declarations, before any of them, and keeps what it needs of the language. Evaluates one file, turns
 * its default export into JSON, and says what is no data instead of dropping it; the outcome is JSON as a whole.
 */
const READER = `(({ stringify }, { isFinite }, String, loaders) => {
  const toJson = (value) => value === undefined ? undefined : stringify(value, (key, field) => {
    if (typeof field === 'number' && !isFinite(field)) return { ${NOT_DATA}: String(field) };
    return ['function', 'symbol', 'bigint'].includes(typeof field) ? { ${NOT_DATA}: typeof field } : field;
  });
  const describe = (error) => String(typeof error === 'object' && error !== null && 'message' in error ? error.message : error);
  return (file) => {
    try {
      const json = toJson(loaders[file]());
      return json === undefined ? stringify({ file }) : '{"file":' + stringify(file) + ',"value":' + json + '}';
    } catch (error) {
      return stringify({ file, error: describe(error).split('\\n')[0] });
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

/** Nothing but text leaves the context; what a file has done to the language does not reach the loop. */
function run(context: vm.Context, files: readonly string[]): readonly Evaluated[] {
  const script = `(() => {
    const files = ${JSON.stringify(files)};
    let text = '';
    for (let at = 0; at < files.length; at += 1) text += (at === 0 ? '' : ',') + ${READ}(files[at]);
    return '[' + text + ']';
  })()`;
  const text: unknown = vm.runInContext(script, context, { timeout: MAX_EVALUATION_MS });
  return parseEvaluated(String(text));
}

function parseEvaluated(text: string): readonly Evaluated[] {
  return JSON.parse(text) as readonly Evaluated[];
}

/** Errors of another context are no instances of our `Error`. */
function messageOf(error: unknown): string {
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  return String(message).split('\n')[0] ?? '';
}
