import type { AppleCall } from './answer-call';

/** A request as Apple reads it; names and values of the headers alternate. */
export function appleCall(
  method: string,
  target: string,
  origin: string,
  rawHeaders: readonly string[],
  body: string,
): AppleCall {
  const headers: Record<string, string> = {};
  for (let at = 0; at < rawHeaders.length; at += 2) {
    headers[(rawHeaders[at] ?? '').toLowerCase()] = rawHeaders[at + 1] ?? '';
  }
  return { method, path: target.split('?')[0] ?? '/', url: origin + target, headers, body };
}
