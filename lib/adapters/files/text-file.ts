import { readFileSync } from 'node:fs';
import { problem } from '../../core/problems';
import { failed, ok, type Result } from '../../core/result';

/** Far more than any list of domains has. */
const MAX_BYTES = 16 * 1024 * 1024;

/** The text of a file in UTF-8 or, with a byte order mark, UTF-16, as spreadsheets write it. Problem code: `onboarding.list-unreadable`. */
export function readTextFile(file: string): Result<string> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
    return unreadable(file, code, 'a file');
  }
  if (bytes.length > MAX_BYTES) return unreadable(file, `${bytes.length} bytes`, `at most ${MAX_BYTES}`);
  const encoding = encodingOf(bytes);
  try {
    return ok(new TextDecoder(encoding, { fatal: true }).decode(bytes));
  } catch {
    return unreadable(file, `it is not ${encoding}`, 'text in UTF-8, or UTF-16 with a byte order mark');
  }
}

/** The decoder itself drops the byte order mark. */
function encodingOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
}

function unreadable(file: string, found: string, wanted: string): Result<string> {
  return failed(problem('onboarding.list-unreadable', `Cannot read ${file}: ${found}; expected ${wanted}`));
}
