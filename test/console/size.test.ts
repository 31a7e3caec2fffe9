import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { builtConsole } from '../support/built-console';

/** What a first visit loads of scripts and styles, compressed as on the way. */
function transferred(directory: string): number {
  const assets = join(directory, 'assets');
  return readdirSync(assets)
    .filter((name) => ['.js', '.css'].includes(extname(name)))
    .reduce((sum, name) => sum + gzipSync(readFileSync(join(assets, name))).length, 0);
}

/** The packages' parts that the console imports, each statement once. */
function packageImports(): readonly string[] {
  const files = readdirSync('console', { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  const statements = files.flatMap((file) =>
    [...readFileSync(join('console', file), 'utf8').matchAll(/^import (?:[^';]*? from )?'([^.'][^']*)';/gm)].map(
      ([, specifier = '']) => specifier,
    ),
  );
  return [...new Set(statements)].sort();
}

/** A page that has the same parts and does nothing with them. */
async function buildEmptyPage(outDir: string): Promise<void> {
  mkdirSync('.build', { recursive: true });
  // Inside the project, so that packages are found.
  const folder = mkdtempSync(join('.build', 'empty-page-'));
  const specifiers = packageImports();
  const lines = specifiers.map((specifier, index) =>
    specifier.endsWith('.css') ? `import '${specifier}';` : `import * as part${index} from '${specifier}';`,
  );
  const names = specifiers.flatMap((specifier, index) => (specifier.endsWith('.css') ? [] : [used(specifier, index)]));
  writeFileSync(
    join(folder, 'main.ts'),
    `${lines.join('\n')}\nObject.assign(globalThis, { parts: [${names.join(', ')}] });\n`,
  );
  writeFileSync(join(folder, 'index.html'), '<!doctype html><script type="module" src="/main.ts"></script>');
  const vite = resolve('node_modules/vite/bin/vite.js');
  const config = resolve('console/vite.config.mts');
  const args = [vite, 'build', folder, '--config', config, '--outDir', outDir, '--logLevel', 'warn'];
  await promisify(execFile)(process.execPath, args, { env: { ...process.env, NODE_ENV: 'production' } });
  rmSync(folder, { recursive: true });
}

/** Of packages with many exports, those that the console takes. */
function used(specifier: string, index: number): string {
  const NAMED: Readonly<Record<string, readonly string[]>> = {
    react: ['StrictMode', 'createContext', 'useState', 'useEffect'],
    'oidc-client-ts': ['UserManager', 'WebStorageStateStore'],
    '@cloudscape-design/global-styles': ['applyMode', 'Mode'],
    'react-dom/client': ['createRoot'],
  };
  return (NAMED[specifier] ?? ['default']).map((name) => `part${index}.${name}`).join(', ');
}

test('the console is at most a tenth larger than an empty page with the same parts', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'signpost-empty-'));
  const [built] = await Promise.all([builtConsole(), buildEmptyPage(empty)]);
  const [bytes, atLeast] = [transferred(built), transferred(empty)];
  expect(atLeast).toBeGreaterThan(100_000);
  expect(bytes / atLeast).toBeLessThanOrEqual(1.1);
});
