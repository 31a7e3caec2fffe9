import { chmodSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes a folder whose contents this user alone can read, also where it exists. From now on the process and its children
 * make files for this user alone. Windows has no such permissions, and there nothing changes.
 */
export function preparePrivateFolder(folder: string): void {
  process.umask(0o077);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (process.platform !== 'win32') makePrivate(folder);
}

/** Links are left alone: they lead to files of others. */
function makePrivate(path: string): void {
  const status = lstatSync(path);
  if (status.isSymbolicLink()) return;
  if ((status.mode & 0o077) !== 0) chmodSync(path, status.mode & 0o700);
  if (status.isDirectory()) for (const name of readdirSync(path)) makePrivate(join(path, name));
}
