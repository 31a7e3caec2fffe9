import { createInvocationCounter } from '../../../lib/adapters/aws/cloudwatch';
import { CLOUDWATCH_HOST, createMetrics } from '../../../lib/local/region/metrics';

const HOUR = 3_600_000;
const NOON = Date.parse('2026-11-21T12:00:00Z');

/** The local CloudWatch, asked by the adapter that asks the real one. */
function counted(times: readonly number[]) {
  let now = 0;
  const metrics = createMetrics(() => now);
  for (now of times) metrics.invoked('discovery');
  metrics.invoked('other');
  const count = createInvocationCounter({
    region: 'us-east-1',
    keys: async () => ({ accessKeyId: 'a', secretAccessKey: 's' }),
    now: () => NOON,
    fetch: async (url, init) => {
      expect(new URL(String(url)).host).toBe(CLOUDWATCH_HOST);
      const fields = Object.entries(init?.headers ?? {});
      const answer = metrics.answer({ fields, body: Buffer.from(String(init?.body)) });
      return typeof answer === 'string' ? Response.error() : new Response(answer.body, { status: answer.status });
    },
  });
  return count('discovery', NOON, NOON + 2 * HOUR);
}

test('counts the invocations of one function by the hour, between two times', async () => {
  const times = [NOON - 1, NOON, NOON + 59_999, NOON + HOUR, NOON + 2 * HOUR];
  expect(await counted(times)).toEqual({
    ok: true,
    value: [
      { at: NOON, count: 2 },
      { at: NOON + HOUR, count: 1 },
    ],
  });
});

test('knows nothing before the first', async () => {
  expect(await counted([])).toEqual({ ok: true, value: [] });
});

test.each([
  ['another operation', 'ListMetrics', '{}'],
  ['another statistic', 'GetMetricData', '{"MetricDataQueries":[{"MetricStat":{"Stat":"Average"}}]}'],
])('refuses %s', (_name, operation, body) => {
  const fields = [['x-amz-target', `GraniteServiceVersion20100801.${operation}`]] as const;
  expect(createMetrics(Date.now).answer({ fields, body: Buffer.from(body) })).toMatchObject({ status: 400 });
});
