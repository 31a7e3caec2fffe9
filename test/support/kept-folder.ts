import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** What decides the contents of a kept folder. */
interface Origin {
  /** Which kind of folder it is. */
  readonly name: string;
  /** Files, and folders with all that is in them. */
  readonly sources: readonly string[];
  readonly parameters?: unknown;
}

const DAY_MS = 86_400_000;

/** A folder that is made once for all test files and runs, until one of its sources changes; the caller only reads it. */
export async function keptFolder(origin: Origin, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = resolve('.build', 'tests', origin.name, digestOf(origin));
  if (existsSync(folder)) return folder;
  mkdirSync(dirname(folder), { recursive: true });
  removeOldOnes(dirname(folder));
  // Another test file may make it as well: each makes one of its own, and the first to end moves it.
  const own = mkdtempSync(`${folder}-`);
  await make(own);
  try {
    renameSync(own, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(own, { recursive: true });
  }
  return folder;
}

function digestOf({ sources, parameters }: Origin): string {
  const hash = createHash('sha256').update(JSON.stringify(parameters ?? null));
  for (const file of sources.flatMap(filesOf).sort()) hash.update(`${file}\0`).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

function filesOf(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}

function removeOldOnes(parent: string): void {
  for (const name of readdirSync(parent)) {
    const folder = join(parent, name);
    if (Date.now() - statSync(folder).mtimeMs > DAY_MS) rmSync(folder, { recursive: true, force: true });
  }
}
