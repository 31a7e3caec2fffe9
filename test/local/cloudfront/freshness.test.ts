import { CachePolicy } from 'aws-cdk-lib/aws-cloudfront';
import { AnswerCache } from '../../../lib/local/cloudfront/cache';
import { secondsToKeep } from '../../../lib/local/cloudfront/freshness';
import { cachePolicies } from '../../../lib/local/cloudfront/managed-policies';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const NONE: ReadonlyMap<number, number> = new Map();
const ZERO = new Map([400, 403, 404, 405, 414, 500, 502, 503, 504].map((status) => [status, 0] as const));

function keep(
  policy: { cachePolicyId: string },
  status: number,
  headers: Readonly<Record<string, string>> = {},
  errors = NONE,
): number {
  const cache = cachePolicies[policy.cachePolicyId];
  if (!cache) throw new Error('no such policy');
  return secondsToKeep({ status, fields: Object.entries(headers) }, cache, errors, NOW);
}

describe('secondsToKeep', () => {
  const { CACHING_DISABLED: off, CACHING_OPTIMIZED: on, USE_ORIGIN_CACHE_CONTROL_HEADERS: origin } = CachePolicy;
  test.each<[string, number, number]>([
    ['nothing where caching is disabled', keep(off, 200, { 'cache-control': 'max-age=60' }), 0],
    ['max-age', keep(origin, 200, { 'Cache-Control': 'public, max-age=60' }), 60],
    ['s-maxage before max-age', keep(origin, 200, { 'cache-control': 'max-age=60, s-maxage=5' }), 5],
    ['Expires', keep(origin, 200, { expires: 'Thu, 01 Jan 2026 00:01:00 GMT' }), 60],
    ['Expires that has passed', keep(origin, 200, { expires: 'Thu, 01 Jan 1970 00:00:00 GMT' }), 0],
    ['no longer than the longest', keep(origin, 200, { 'cache-control': 'max-age=99999999999' }), 31_536_000],
    ['the default', keep(on, 200), 86_400],
    ['the default of the origin’s own policy, none', keep(origin, 200), 0],
    ['the least under no-store', keep(on, 200, { 'cache-control': 'no-store' }), 1],
    ['nothing under no-store where the least is none', keep(origin, 301, { 'cache-control': 'no-store' }), 0],
    ['a redirect', keep(origin, 301, { 'cache-control': 'max-age=60' }), 60],
    ['an error 10 seconds, even where caching is disabled', keep(off, 404, { 'cache-control': 'no-store' }), 10],
    ['an error as the distribution says', keep(off, 404, {}, new Map([[404, 3]])), 3],
    ['an error not at all', keep(off, 404, {}, ZERO), 0],
    ['an error for its own age', keep(origin, 404, { 'cache-control': 'max-age=60' }, ZERO), 60],
    ['no 403 that states no age', keep(off, 403), 0],
    ['a 403 that states an age', keep(off, 403, { 'cache-control': 'max-age=60' }), 10],
    ['no 401', keep(origin, 401, { 'cache-control': 'max-age=60' }), 0],
  ])('%s', (_name, seconds, expected) => {
    expect(seconds).toBe(expected);
  });
});

describe('AnswerCache', () => {
  const answer = (body: string) => ({ status: 200, fields: [], body });

  test('gives an answer with its age until it is stale', () => {
    let now = 0;
    const cache = new AnswerCache(() => now);
    cache.put('k', answer('a'), 2);
    now = 1500;
    expect(cache.get('k')).toEqual({ response: answer('a'), ageSeconds: 1 });
    now = 2000;
    expect(cache.get('k')).toBeUndefined();
  });

  test('keeps nothing for no time', () => {
    const cache = new AnswerCache(() => 0);
    cache.put('k', answer('a'), 0);
    expect(cache.get('k')).toBeUndefined();
  });

  test('drops the oldest when it is full', () => {
    const cache = new AnswerCache(() => 0, 2);
    for (const key of ['a', 'b', 'c']) cache.put(key, answer(key), 60);
    expect(['a', 'b', 'c'].map((key) => cache.get(key)?.response.body)).toEqual([undefined, 'b', 'c']);
  });
});
