import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { type Problem, problem } from '../core/problems';
import { failed, ok, type Result } from '../core/result';
import type { Log } from '../local/log';

const LOG_DELAY_MS = 50;

/**
 * The events of the local cloud, one JSON line each; by their type, entries hold no query and no identifier. When the file
 * cannot be written, that is reported once and the log ends; the cloud goes on. Problem code: `local.state-directory`.
 */
export function logFile(
  file: string,
  report: (failure: Problem) => void,
  stream: Writable = createWriteStream(file, { flags: 'a' }),
): Log {
  let waiting = '';
  let isBroken = false;
  stream.on('error', (error) => {
    if (isBroken) return;
    isBroken = true;
    const cause = 'code' in error ? String(error.code) : error.message;
    report(problem('local.state-directory', `Cannot write ${file}: ${cause}; expected a disk with space left`));
  });
  const write = () => {
    if (!isBroken) stream.write(waiting);
    waiting = '';
  };
  return (entry) => {
    if (isBroken) return;
    // Starting a write costs more than a line, so the lines of a moment are written together.
    if (waiting === '') setTimeout(write, LOG_DELAY_MS);
    waiting += `${JSON.stringify(entry)}\n`;
  };
}

const WRITE_FAILURES = new Set(['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS']);

/** Runs what writes state; a full disk or a folder that cannot be written is a problem. Problem code: `local.state-directory`. */
export async function reportUnwritable<T>(directory: string, work: () => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await work());
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!WRITE_FAILURES.has(code)) throw error;
    const message = `Cannot write into ${directory}: ${code}; expected a writable folder on a disk with space left`;
    return failed(problem('local.state-directory', message));
  }
}
