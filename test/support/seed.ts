import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Set to repeat a run, or to try another choice of sequences and pairs. */
export const SEED_VARIABLE = 'SIGNPOST_SEED';

/** With `SIGNPOST_LONG=true` (`npm run test:long`) the tests that choose by the seed try everything that they have. */
export const LONG = process.env['SIGNPOST_LONG'] === 'true';

/** Every choice that a test makes by chance: from the variable, else from the tree, so that a run can be repeated. */
export function chooseSeed(): number {
  const given = process.env[SEED_VARIABLE];
  if (given === undefined) return seedOf(treeHash());
  const seed = Number(given);
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 31)
    throw new Error(`Cannot use ${SEED_VARIABLE}="${given}": expected an integer from 0 to ${2 ** 31 - 1}`);
  return seed;
}

/** 31 bits, as fast-check and the generators of the tests take them. */
function seedOf(hash: string): number {
  return Number.parseInt(hash.slice(0, 8), 16) % 2 ** 31;
}

/** Git's hash of the committed tree; without git that of the sources themselves. */
function treeHash(): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD^{tree}'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return hashOfSources();
  }
}

const SOURCES = ['bin', 'console', 'lambda', 'lib', 'tenants', 'test'];

function hashOfSources(): string {
  const files = SOURCES.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name)),
  );
  const hash = createHash('sha256');
  for (const file of files.sort()) hash.update(`${file}\0`).update(readFileSync(file));
  return hash.digest('hex');
}
