import { types } from 'node:util';
import vm from 'node:vm';
import { NOT_DATA } from '../../core/tenants/source';
import { BUNDLE_GLOBAL } from './declaration-bundle';
import { PREPARE_REALM } from './declaration-realm';

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
  const describe = (error) => {
    try {
      const text = String(typeof error === 'object' && error !== null && 'message' in error ? error.message : error);
      return text.split('\\n')[0].slice(0, 500);
    } catch {
      return 'what it throws cannot be read';
    }
  };
  return (load) => {
    try {
      return stringify({ values: load() }, mark);
    } catch (error) {
      return stringify({ error: describe(error) });
    }
  };
})(JSON, Number, String)`;

/** Evaluates a bundle in a frozen realm without promises, which nothing but text leaves. */
export function evaluateDeclarations(code: string): Evaluated {
  // An ordinary global object, as Node's own wrapper of one cannot be frozen.
  const context = vm.createContext(vm.constants.DONT_CONTEXTIFY, {
    codeGeneration: { strings: false, wasm: false },
    microtaskMode: 'afterEvaluate',
  });
  const script = `'use strict'; ${PREPARE_REALM} ${READER}(() => { ${code}\nreturn ${BUNDLE_GLOBAL}.default; })`;
  try {
    const text: unknown = vm.runInContext(script, context, { timeout: MAX_EVALUATION_MS });
    return parseEvaluated(String(text));
  } catch (error) {
    // The reader lets nothing through that a declaration throws, so this is the engine's own word on the time limit.
    return { error: types.isNativeError(error) ? error.message : 'it does not come to an end' };
  }
}

function parseEvaluated(text: string): Evaluated {
  return JSON.parse(text) as Evaluated;
}
