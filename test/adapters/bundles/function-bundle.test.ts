import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestsIn } from '../../../lib/adapters/bundles/bundle-record';
import { bundleFunction } from '../../../lib/adapters/bundles/function-bundle';
import { writeProject } from '../../support/project';

const HANDLER = 'lambda/hello/handler.ts';
const GREETING = 'lambda/hello/greeting.ts';
const BUNDLE = '.build/hello/index.mjs';

function project(): string {
  const directory = writeProject({ 'tsconfig.json': '{}' });
  mkdirSync(join(directory, 'lambda/hello'), { recursive: true });
  write(directory, HANDLER, `import { greeting } from './greeting'; export const handler = () => greeting;`);
  write(directory, GREETING, `export const greeting = 'hello';`);
  return directory;
}

const write = (directory: string, file: string, text: string) => writeFileSync(join(directory, file), text);
const read = (directory: string, file: string) => readFileSync(join(directory, file), 'utf8');

/** Puts a mark into the record of what the bundle was made of: making it again writes a record without it. */
function markRecord(directory: string): void {
  const record = JSON.parse(read(directory, '.build/hello.json'));
  write(directory, '.build/hello.json', JSON.stringify({ ...record, mark: true }));
}

const wasKept = (directory: string) => read(directory, '.build/hello.json').includes('"mark"');

describe('bundleFunction', () => {
  test('keeps a bundle while nothing has changed, and reports the same of it', async () => {
    const directory = project();
    const first = await bundleFunction(directory, 'hello');
    markRecord(directory);
    expect(await bundleFunction(directory, 'hello')).toEqual(first);
    expect(wasKept(directory)).toBe(true);
    expect(first.bytes).toBe(read(directory, BUNDLE).length);
  });

  test.each([
    ['a source', (directory: string) => write(directory, GREETING, `export const greeting = 'howdy';`)],
    ['the bundle itself', (directory: string) => write(directory, BUNDLE, 'tampered with')],
    ['the lock file', (directory: string) => write(directory, 'package-lock.json', '{}')],
    ['the record, which cannot be read', (directory: string) => write(directory, '.build/hello.json', '{')],
  ])('makes it anew after a change of %s', async (_case, change) => {
    const directory = project();
    await bundleFunction(directory, 'hello');
    markRecord(directory);
    change(directory);
    await bundleFunction(directory, 'hello');
    expect(wasKept(directory)).toBe(false);
    const greeting = /'(\w+)'/.exec(read(directory, GREETING))?.[1];
    expect(read(directory, BUNDLE)).toContain(`"${greeting}"`);
  });

  test('makes it anew with other options', async () => {
    const directory = project();
    write(directory, GREETING, 'declare const WORD: string; export const greeting = WORD;');
    await bundleFunction(directory, 'hello', { define: { WORD: '["one"]' } });
    await bundleFunction(directory, 'hello', { define: { WORD: '["two"]' } });
    expect(read(directory, BUNDLE)).toContain('"two"');
  });

  test('reads what several bundles share once a run', () => {
    const directory = project();
    const digests = digestsIn(directory);
    const first = digests(GREETING);
    rmSync(join(directory, GREETING));
    expect(digests(GREETING)).toBe(first);
    expect(() => digestsIn(directory)(GREETING)).toThrow('no such file');
  });

  test('does not hide that a source is gone', async () => {
    const directory = project();
    await bundleFunction(directory, 'hello');
    write(directory, HANDLER, `import { other } from './other'; export const handler = () => other;`);
    await expect(bundleFunction(directory, 'hello')).rejects.toThrow('other');
  });
});
