import { spawnSync } from 'node:child_process';
import { problem } from '../../core/problems';
import { failed, ok, type Result } from '../../core/result';

/** A file as it was at a commit. */
export interface CommittedFile {
  readonly path: string;
  readonly bytes: Buffer;
}

const MAX_OUTPUT_BYTES = 512 * 1024 * 1024;

/** Files below these paths of a folder as they were at a reference. Problem code: `onboarding.ref-unknown`. */
export function readFilesAt(
  directory: string,
  ref: string,
  paths: readonly string[],
): Result<readonly CommittedFile[]> {
  const commit = git(directory, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
  if (commit === undefined) return failed(refUnknown(ref));
  const id = commit.toString('utf8').trim();
  const listed = git(directory, ['ls-tree', '-r', '-z', '--name-only', id, '--', ...paths]);
  if (listed === undefined) return failed(refUnknown(ref));
  const names = listed.toString('utf8').split('\0').filter(Boolean);
  const contents = git(directory, ['cat-file', '--batch'], names.map((name) => `${id}:./${name}\n`).join(''));
  if (contents === undefined) return failed(refUnknown(ref));
  return ok(readBatch(names, contents));
}

/** One header `<object> blob <size>` for each name, its bytes, a line feed. */
function readBatch(names: readonly string[], output: Buffer): readonly CommittedFile[] {
  const files: CommittedFile[] = [];
  let at = 0;
  for (const path of names) {
    const end = output.indexOf(0x0a, at);
    const size = Number(output.subarray(at, end).toString('latin1').split(' ')[2] ?? Number.NaN);
    if (end < 0 || Number.isNaN(size)) throw new RangeError(`git has no content for ${path}`);
    files.push({ path, bytes: output.subarray(end + 1, end + 1 + size) });
    at = end + 1 + size + 1;
  }
  return files;
}

function git(directory: string, args: readonly string[], input = ''): Buffer | undefined {
  const { status, stdout, error } = spawnSync('git', ['-C', directory, ...args], {
    input,
    maxBuffer: MAX_OUTPUT_BYTES,
  });
  return error === undefined && status === 0 ? stdout : undefined;
}

function refUnknown(ref: string) {
  const message = `Cannot read the project at "${ref.slice(0, 100)}": git does not know it; expected a branch, tag or commit`;
  return problem('onboarding.ref-unknown', message);
}
