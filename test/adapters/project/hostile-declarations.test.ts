import { rmSync } from 'node:fs';
import { loadDeclarations } from '../../../lib/adapters/project/declarations';
import type { SourceFile } from '../../../lib/core/tenants/source';
import { tenantFile, writeProject } from '../../support/project';

const FILES = ['signpost.config.ts', 'clusters.ts', 'tenants/beta.ts', 'tenants/evil.ts', 'tenants/gamma.ts'];

/** A tenant that computes, as some do: what it uses of the language must be the language's own. */
const COMPUTING = tenantFile({
  name: `['Be', 'ta'].map(String).join('').toString()`,
  domains: `Object.fromEntries([1, 2].map((n) => ['d' + n + '.example', { dns: elsewhere() }]))`,
});

async function load(evil: string) {
  const project = writeProject({
    'tenants/beta.ts': COMPUTING,
    'tenants/evil.ts': evil,
    'tenants/gamma.ts': COMPUTING,
  });
  try {
    return await loadDeclarations(project, FILES);
  } finally {
    rmSync(project, { recursive: true });
  }
}

function others(sources: readonly SourceFile[]): string {
  return JSON.stringify(sources.filter(({ file }) => file !== 'tenants/evil.ts'));
}

/** Each is put in front of a valid tenant, and before and after the others in the order of the files. */
const REFUSED: readonly (readonly [name: string, code: string])[] = [
  ['a toJSON for every object', `Object.defineProperty(Object.prototype, 'toJSON', { value: () => ({ na1: 1 }) });`],
  ['a toJSON for every string', `String.prototype.toJSON = () => 'https://stranger.example';`],
  ['another JSON.stringify', `JSON.stringify = () => '{}';`],
  ['another global String', `globalThis.String = () => '';`],
  ['another global JSON', `globalThis.JSON = { stringify: () => '{}' };`],
  ['a setter on every object', `Object.defineProperty(Object.prototype, 'otherwise', { set() {} });`],
  ['another Array.prototype.map', `Array.prototype.map = () => [];`],
  ['another iterator of lists', `[][Symbol.iterator]().__proto__.next = () => ({ done: true });`],
  ['another iterator of all', `[][Symbol.iterator]().__proto__.__proto__[Symbol.iterator] = () => [];`],
  ['another iterator of strings', `''[Symbol.iterator]().__proto__.next = () => ({ done: true });`],
  ['another generator', `(function* () {})().__proto__.__proto__.next = () => ({ done: true });`],
  ['another Function.prototype.call', `Function.prototype.call = () => 0;`],
  ['another prototype of the global object', `Object.setPrototypeOf(globalThis, { redirect: 1 });`],
  ['another prototype of objects', `Object.setPrototypeOf(Object.prototype, { na1: 1 });`],
  ['another function of ours', `redirect.toJSON = () => ({ kind: 'absent' });`],
  ['a shape for stacks', `Error.prepareStackTrace = (_, sites) => sites;`],
  ['a depth of stacks', `Error.stackTraceLimit = 1e9;`],
  ['a caller of ours', `(function f() { return f.caller; })();`],
  ['code from text', `Function('return this')();`],
  ['code from text by a constructor', `[].map.constructor('return this')();`],
  ['code from text by a generator', `(function* () {}).constructor('yield this')();`],
  ['a new global variable', `globalThis.shared = { domains: {} };`],
  ['an undeclared variable', `shared = 1;`],
  ['a variable of the bundle', `file0_exports;`],
  ['the default export of another', `beta_default.name = 'Stranger';`],
  ['an error that throws when it is read', `throw { get message() { throw new Error(); } };`],
  ['an error that is a trap', `throw new Proxy({}, { has() { for (;;); } });`],
  ['an error without a prototype', `throw Object.create(null);`],
  ['an endless loop', `for (;;);`],
  ['an endless recursion', `const f = () => f(); f();`],
  ['a value that never ends', `const evil = { get name() { for (;;); } }; export { evil as x }; void evil.name;`],
  ['an async function', `void (async () => { for (;;); })();`],
  ['an await in a loop', `void (async () => { for await (const x of []) void x; })();`],
  ['an import at run time', `void import('signpost');`],
];

describe('a declaration file that attacks the others', () => {
  let sound: string;
  beforeAll(async () => {
    sound = others((await load(tenantFile())).sources);
  });

  test.each(REFUSED)('%s: is refused by its name, and changes nothing of theirs', async (_name, code) => {
    const text = tenantFile().replace('export default', `${code}\nexport default`);
    const { sources, problems } = await load(text);
    expect(others(sources)).toBe(sound);
    expect(problems).toMatchObject([{ code: 'tenant.file-unreadable', where: { file: 'tenants/evil.ts' } }]);
  });

  const GONE = ['Promise', 'WebAssembly', 'Atomics', 'SharedArrayBuffer', 'FinalizationRegistry', 'WeakRef', 'console'];
  const UNKNOWN = ['Date', 'Intl', 'Temporal', 'performance', 'process', 'fetch', 'setTimeout', 'eval'];

  test.each([
    ...[...GONE, ...UNKNOWN].map((name) => `typeof ${name}`),
    'typeof Math.random',
    'typeof Array.fromAsync',
    'typeof Error.captureStackTrace',
  ])('%s is undefined', async (expression) => {
    const { sources } = await load(tenantFile({ name: expression }));
    expect(sources.find(({ file }) => file === 'tenants/evil.ts')?.value).toMatchObject({ name: 'undefined' });
  });

  test.each([
    ['an unused import of ours', `import { serve as unused } from 'signpost';`],
    ['an unused type of ours', `import { type TenantDeclaration } from 'signpost';`],
  ])('%s is fine', async (_name, line) => {
    const { sources, problems } = await load(`${line}\n${tenantFile()}`);
    expect({ problems, count: sources.length }).toEqual({ problems: [], count: FILES.length });
  });

  test.each([
    ['used', `import fs from 'node:fs';\nfs.rmSync('x');`],
    ['unused', `import fs from 'node:fs';`],
    ['unused, of a file', `import { secret } from './beta';`],
    ['of nothing', `import './beta';`],
    ['re-exported', `export * from 'node:fs';`],
  ])('any other import is refused with its line: %s', async (_name, line) => {
    const { sources, problems } = await load(`\n${line}\n${tenantFile()}`);
    expect(problems).toMatchObject([{ code: 'tenant.import', where: { file: 'tenants/evil.ts', path: 'line 2' } }]);
    expect(others(sources)).toBe(sound);
  });
});
