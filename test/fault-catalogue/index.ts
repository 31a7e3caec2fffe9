import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { FaultySetup, SoundSetup } from './setup';

const FOLDER = join(__dirname, 'setups');

/** Every broken set-up by its file, such as `tls/expired`. */
export function broken(): ReadonlyMap<string, FaultySetup> {
  return load((name) => !name.startsWith('healthy/'));
}

/** Every set-up that is as it should be. */
export function sound(): ReadonlyMap<string, SoundSetup> {
  return load((name) => name.startsWith('healthy/'));
}

function load<T>(wanted: (name: string) => boolean): ReadonlyMap<string, T> {
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const names = files.map((file) => relative('.', file).replaceAll('\\', '/').replace(/\.ts$/, '')).sort();
  return new Map(names.filter(wanted).map((name) => [name, require(join(FOLDER, name)).default as T]));
}
