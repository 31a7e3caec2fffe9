import { problem } from '../../lib/core/problems';
import { failed, ok, type Result } from '../../lib/core/result';

const MAX_REQUEST_BYTES = 64 * 1024;
const MAX_DEPTH = 16;
/** Keys through which plain data could reach the prototype of an object that it is copied into. */
const UNSAFE_KEYS = ['__proto__', 'constructor', 'prototype'];

/** Reads a JSON body. Problem codes: `api.unsupported-media-type`, `api.body-too-large`, `api.malformed-json`, `api.body-too-deep`. */
export function parseBody(text: string, contentType: string | undefined): Result<unknown> {
  const type = contentType?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    return refuse('api.unsupported-media-type', 'its content type is not supported; expected application/json');
  }
  if (Buffer.byteLength(text) > MAX_REQUEST_BYTES) {
    return refuse('api.body-too-large', `it is too large; expected at most ${MAX_REQUEST_BYTES} bytes`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('api.malformed-json', 'it is not JSON; expected one JSON object');
  }
  if (!isSafe(value)) {
    return refuse(
      'api.body-too-deep',
      `it is nested too deeply or has an unsafe key; expected at most ${MAX_DEPTH} levels`,
    );
  }
  return ok(value);
}

function refuse(code: Parameters<typeof problem>[0], what: string): Result<never> {
  return failed(problem(code, `Cannot read the body: ${what}`));
}

/** Level by level, so that no nesting exhausts the stack. */
function isSafe(root: unknown): boolean {
  let level: readonly unknown[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    const objects = level.filter((value) => typeof value === 'object' && value !== null);
    if (depth >= MAX_DEPTH && objects.length > 0) return false;
    if (objects.some((value) => Object.keys(value as object).some((key) => UNSAFE_KEYS.includes(key)))) return false;
    level = objects.flatMap((value) => Object.values(value as object));
  }
  return true;
}
