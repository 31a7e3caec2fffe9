import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface ReplaceOptions {
  /** The file's permissions, whatever it had before; those of a new file when left out. */
  readonly mode?: number;
  /** Where it is written before it takes the file's place, on the same file system; beside the file when left out. */
  readonly draft?: string;
}

/** Writes a file as a whole: who reads it, and who comes after a process that was killed, finds the old or the new one. */
export function replaceFile(file: string, contents: string | Uint8Array, options: ReplaceOptions = {}): void {
  const { mode, draft = `${file}.${process.pid}.new` } = options;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(draft, contents, { mode });
  if (mode !== undefined) chmodSync(draft, mode);
  renameSync(draft, file);
}
