import { type Fields, fieldOf } from '../http-message';
import type { CachePolicy } from './managed-policies';

/** Seconds that CloudFront keeps an error which the distribution says nothing about. */
// rule: cloudfront.error-caching
const DEFAULT_ERROR_SECONDS = 10;

/** Errors that are kept whatever the answer says, and those that are kept only where it gives an age. */
const ERRORS_ALWAYS_KEPT = [404, 405, 414, 500, 501, 502, 503, 504];
const ERRORS_KEPT_BY_AGE = [400, 403, 412, 415];

/**
 * How many seconds an answer stays in the cache; 0 for not at all. An error is kept for its error caching time even under
 * a policy that disables caching, as has been seen.
 */
export function secondsToKeep(
  answer: { readonly status: number; readonly fields: Fields },
  cache: CachePolicy,
  errorSeconds: ReadonlyMap<number, number>,
  now: number,
): number {
  const { status, fields } = answer;
  if (status < 400) return isKeptWhenFine(status) ? fresh(fields, cache, now) : 0;
  const least = errorSeconds.get(status) ?? DEFAULT_ERROR_SECONDS;
  if (ERRORS_ALWAYS_KEPT.includes(status)) return Math.max(least, fresh(fields, cache, now));
  if (!ERRORS_KEPT_BY_AGE.includes(status) || statedAge(fields, now) === undefined) return 0;
  return Math.max(least, fresh(fields, cache, now));
}

function isKeptWhenFine(status: number): boolean {
  return [200, 203, 204, 206, 300, 301, 302, 303, 304, 307, 308].includes(status);
}

// rule: cloudfront.ttl
function fresh(fields: Fields, { minSeconds, defaultSeconds, maxSeconds }: CachePolicy, now: number): number {
  const directives = cacheControl(fields);
  if (['no-store', 'no-cache', 'private'].some((name) => directives.has(name))) return minSeconds;
  const age = statedAge(fields, now);
  if (age === undefined) return Math.max(minSeconds, defaultSeconds);
  return Math.min(Math.max(minSeconds, age), maxSeconds);
}

/** The age that the answer itself allows: `s-maxage` before `max-age` before `Expires`. */
function statedAge(fields: Fields, now: number): number | undefined {
  const directives = cacheControl(fields);
  for (const name of ['s-maxage', 'max-age']) {
    const seconds = Number.parseInt(directives.get(name) ?? '', 10);
    if (!Number.isNaN(seconds)) return Math.max(seconds, 0);
  }
  const expires = Date.parse(fieldOf(fields, 'expires') ?? '');
  return Number.isNaN(expires) ? undefined : Math.max((expires - now) / 1000, 0);
}

function cacheControl(fields: Fields): ReadonlyMap<string, string> {
  const directives = (fieldOf(fields, 'cache-control') ?? '').split(',').map((each) => each.trim().toLowerCase());
  return new Map(directives.map((each) => [each.split('=')[0] ?? '', each.split('=')[1] ?? '']));
}
