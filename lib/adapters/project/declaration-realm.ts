/**
 * All declarations run in one realm, as a context for each of 1,000 files would cost more than everything else together.
 * So that no file can change what another one gets, the realm is cut down to what data needs and frozen as a whole before
 * the first declaration runs.
 */

/** The globals that a declaration may use; every other one is removed, whichever Node brings it. */
const ALLOWED_GLOBALS = [
  ...['globalThis', 'undefined', 'NaN', 'Infinity', 'isFinite', 'isNaN', 'parseFloat', 'parseInt'],
  ...['Object', 'Function', 'Array', 'String', 'Number', 'Boolean', 'Symbol', 'BigInt', 'RegExp', 'JSON', 'Math'],
  ...['Map', 'Set', 'WeakMap', 'WeakSet', 'Iterator', 'Reflect', 'Proxy'],
  ...['Error', 'AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError'],
  ...['encodeURI', 'encodeURIComponent', 'decodeURI', 'decodeURIComponent'],
];

/** Parts of allowed globals that depend on more than the file: random, promises (Node 22), the shape of stacks. */
const REMOVED_PARTS = { Math: ['random'], Array: ['fromAsync'], Error: ['prepareStackTrace', 'captureStackTrace'] };

/**
 * An expression of the realm's own language that prepares it. It walks everything that is reachable from the global object
 * and from what syntax alone reaches: iterators, generators, regular expressions, async functions.
 */
export const PREPARE_REALM = `(() => {
  const allowed = ${JSON.stringify(ALLOWED_GLOBALS)};
  for (const key of Reflect.ownKeys(globalThis)) {
    if (!allowed.includes(key) && !Reflect.deleteProperty(globalThis, key)) throw new Error('Cannot remove ' + String(key));
  }
  const removed = ${JSON.stringify(REMOVED_PARTS)};
  for (const name of Object.keys(removed)) {
    for (const part of removed[name]) if (!Reflect.deleteProperty(globalThis[name], part)) throw new Error('Cannot remove ' + part);
  }
  const syntax = [function* () {}, async () => {}, async function* () {}, (function* () {})(), (async function* () {})(),
    [][Symbol.iterator](), ''[Symbol.iterator](), new Map()[Symbol.iterator](), new Set()[Symbol.iterator](),
    'a'.matchAll(/a/g), typeof Iterator === 'function' ? Iterator.from({ next() {} }) : [],
    typeof Iterator === 'function' ? [].values().map(() => 0) : [], (() => arguments_of())()];
  function arguments_of() { return arguments; }
  const found = new Set([globalThis, ...syntax]);
  const add = (value) => {
    if ((typeof value === 'object' && value !== null) || typeof value === 'function') found.add(value);
  };
  for (const each of found) {
    add(Reflect.getPrototypeOf(each));
    for (const key of Reflect.ownKeys(each)) {
      const { value, get, set } = Reflect.getOwnPropertyDescriptor(each, key);
      add(value);
      add(get);
      add(set);
    }
  }
  for (const each of found) Object.freeze(each);
})();`;
