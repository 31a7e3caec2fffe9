import { retryAfterSeconds } from '../../../lib/adapters/http/retry-after';

test.each([
  [undefined, undefined],
  ['', undefined],
  ['120', 120],
  ['Sat, 21 Nov 2026 08:01:00 GMT', 60],
  ['Sat, 21 Nov 2026 07:00:00 GMT', 0],
  ['soon', undefined],
])('Retry-After %j is %j seconds', (value, seconds) => {
  const headers = value === undefined ? {} : { 'retry-after': value };
  expect(retryAfterSeconds({ headers }, Date.parse('2026-11-21T08:00:00Z'))).toBe(seconds);
});
