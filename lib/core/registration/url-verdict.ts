import type { Discovered } from '../discovery/interpret';
import { withQuery } from '../discovery/location';
import { testQuery } from '../discovery/test-identifiers';
import { type Problem, type ProblemCode, problem } from '../problems';
import { failed, ok, type Result } from '../result';

/** The URL as Apple's redirect might lead to it: with both parameters, and with none. */
export interface UrlVariants<T> {
  readonly withParameters: T;
  readonly without: T;
}

/** Both variants of a URL; the identifier is a test identifier, so that no person's address is sent. */
export function urlVariants(url: string): UrlVariants<string> {
  return { withParameters: withQuery(url, testQuery(new URL(url).hostname)), without: url };
}

/** A fault of the network on the way there, not of the URL. */
const NOT_PUBLIC: ProblemCode = 'adde.url-not-public';

/**
 * Judges how both variants ended: each must have led to a valid document. Problem codes: `adde.url-not-public`,
 * `adde.url-check-failed`, `adde.url-needs-query`.
 */
export function judgeUrl(
  url: string,
  { withParameters, without }: UrlVariants<Result<Discovered>>,
): Result<Discovered> {
  for (const outcome of [withParameters, without]) {
    if (!outcome.ok && outcome.problem.code === NOT_PUBLIC) return outcome;
  }
  if (!withParameters.ok) return failed(checkFailed(url, withParameters.problem));
  if (!without.ok) return failed(needsQuery(url, without.problem));
  return ok(without.value);
}

function checkFailed(url: string, { code, message }: Problem): Problem {
  return problem(
    'adde.url-check-failed',
    `Cannot register "${url}": followed as a device would, ${lower(message)} [${code}]`,
  );
}

function needsQuery(url: string, { code, message }: Problem): Problem {
  return problem('adde.url-needs-query', `Cannot register "${url}": without its query, ${lower(message)} [${code}]`);
}

function lower(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
