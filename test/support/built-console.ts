import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { buildConsole } from '../../lib/adapters/bundles/console-bundle';

/** What the console is built from: its own files, what they import of the core, and the packages. */
const SOURCES = ['console', 'lib/core', 'lib/contract'];
const SINGLE_SOURCES = ['package-lock.json', 'tsconfig.json'];

/** The folder of the built console: built once for all test files and runs, until a source changes. */
export async function builtConsole(): Promise<string> {
  const folder = resolve('.build', 'tests', 'console', digestOfSources());
  if (existsSync(folder)) return folder;
  mkdirSync(dirname(folder), { recursive: true });
  // Another file may build it as well: each builds into a folder of its own, and the first to end moves it.
  const own = mkdtempSync(`${folder}-`);
  await buildConsole(process.cwd(), own);
  try {
    renameSync(own, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(own, { recursive: true });
  }
  return folder;
}

function digestOfSources(): string {
  const files = SOURCES.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name)),
  );
  const hash = createHash('sha256');
  for (const file of [...files.sort(), ...SINGLE_SOURCES]) hash.update(`${file}\0`).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}
