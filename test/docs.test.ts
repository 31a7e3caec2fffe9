import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runCli } from '../lib/cli/program';

const PAGES = [
  ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md'],
  ...['docs/console.md', 'docs/growth.md', 'docs/limits.md', 'docs/performance.md'],
];
const read = (file: string) => readFileSync(file, 'utf8');

/** The commands that `signpost --help` lists. */
async function listedCommands(): Promise<string[]> {
  const printed: string[] = [];
  const terminal = { print: (line: string) => printed.push(line), note: () => {}, columns: 80, colour: false };
  await runCli(['--help'], { terminal, projectDirectory: '.', stopped: Promise.resolve() });
  return [...printed.join('\n').matchAll(/^ {2}([a-z]+) /gm)].map(([, name = '']) => name);
}

describe('the documents', () => {
  test.each(PAGES)('%s links to files that exist', (page) => {
    const targets = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target = '']) => target);
    expect(targets.filter((target) => !existsSync(join(dirname(page), target)))).toEqual([]);
  });

  test.each(PAGES)('%s names only npm scripts that exist', (page) => {
    const scripts = Object.keys(JSON.parse(read('package.json')).scripts);
    const named = [...read(page).matchAll(/npm run ([a-z:]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !scripts.includes(name))).toEqual([]);
  });

  test('the README names every npm script', () => {
    const scripts = Object.keys(JSON.parse(read('package.json')).scripts);
    const missing = scripts.filter((name) => !new RegExp(`npm (run )?${name}\\b`).test(read('README.md')));
    expect(missing).toEqual([]);
  });

  test.each(PAGES)('%s names only commands that exist', async (page) => {
    const commands = await listedCommands();
    expect(commands.length).toBeGreaterThan(1);
    const named = [...read(page).matchAll(/npx signpost ([a-z]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !commands.includes(name))).toEqual([]);
  });

  test("the README's tenant is the sample", () => {
    const code = /```ts\n\/\/ tenants\/acme\.ts\n([\s\S]*?)```/.exec(read('README.md'))?.[1] ?? '';
    const plain = (text: string) =>
      text
        .replace(/\/\*\*[\s\S]*?\*\/|\/\/.*/g, '')
        .replace(/\s+/g, ' ')
        .trim();
    expect(plain(code)).toBe(plain(read('tenants/acme.ts')));
  });
});
