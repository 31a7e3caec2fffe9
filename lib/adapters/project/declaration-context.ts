import vm from 'node:vm';
import { NOT_DATA } from '../../core/tenants/source';
import { BUNDLE_GLOBAL } from './declaration-bundle';

/** The default exports as plain data, by file; one that exports nothing is missing. Or the first line of what was thrown. */
export type Evaluated = { readonly values: Readonly<Record<string, unknown>> } | { readonly error: string };

/** A declaration is data; one that computes for longer than this is at fault. */
const MAX_EVALUATION_MS = 2000;

/**
 * Keeps the built-ins that it needs before any declaration runs. Turns the exports into JSON, and marks what is not data
 * instead of dropping it; the outcome is JSON as a whole.
 */
const READER = `(({ stringify }, { isFinite }, String) => {
  const mark = (key, field) => {
    if (typeof field === 'number' && !isFinite(field)) return { ${NOT_DATA}: String(field) };
    return ['function', 'symbol', 'bigint'].includes(typeof field) ? { ${NOT_DATA}: typeof field } : field;
  };
  const describe = (error) => String(typeof error === 'object' && error !== null && 'message' in error ? error.message : error);
  return (load) => {
    try {
      return stringify({ values: load() }, mark);
    } catch (error) {
      return stringify({ error: describe(error).split('\\n')[0] });
    }
  };
})(JSON, Number, String)`;

/** Evaluates a bundle in a bare context, which nothing but text leaves. */
export function evaluateDeclarations(code: string): Evaluated {
  const context = vm.createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } });
  const script = `delete globalThis.Promise; ${READER}(() => { ${code}\nreturn ${BUNDLE_GLOBAL}.default; })`;
  try {
    const text: unknown = vm.runInContext(script, context, { timeout: MAX_EVALUATION_MS });
    return parseEvaluated(String(text));
  } catch (error) {
    return { error: messageOf(error) };
  }
}

function parseEvaluated(text: string): Evaluated {
  return JSON.parse(text) as Evaluated;
}

/** Errors of another context are no instances of our `Error`. */
function messageOf(error: unknown): string {
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  return String(message).split('\n')[0] ?? '';
}
