import { createInvocationCounter } from '../../../lib/adapters/aws/cloudwatch';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-21T12:30:00Z');
const FROM = Date.parse('2026-11-21T11:00:00Z');

/** A CloudWatch that answers so, and what it was asked. */
function counterOf(answer: () => Response) {
  const asked: { url: string; init?: RequestInit }[] = [];
  const count = createInvocationCounter({
    region: 'us-east-1',
    keys: async () => ({ accessKeyId: 'a', secretAccessKey: 's', sessionToken: 't' }),
    now: () => NOW,
    fetch: async (url, init) => {
      asked.push({ url: String(url), init });
      return answer();
    },
  });
  return { asked, count: () => count('signpost-prod-discovery', FROM, FROM + 2 * HOUR) };
}

const series = (fields: object) => Response.json({ MetricDataResults: [{ Id: 'invocations', ...fields }] });

test('asks for the sums of the hours, signed', async () => {
  const { asked, count } = counterOf(() => series({ Timestamps: [], Values: [] }));
  await count();
  const [{ url, init } = { url: '' }] = asked;
  expect(url).toBe('https://monitoring.us-east-1.amazonaws.com/');
  expect(init?.headers).toMatchObject({
    'x-amz-security-token': 't',
    authorization: expect.stringContaining('/20261121/us-east-1/monitoring/aws4_request'),
  });
  expect(JSON.parse(String(init?.body))).toMatchObject({
    StartTime: FROM / 1000,
    EndTime: FROM / 1000 + 7200,
    MetricDataQueries: [
      {
        MetricStat: {
          Metric: { MetricName: 'Invocations', Dimensions: [{ Value: 'signpost-prod-discovery' }] },
          Period: 3600,
        },
      },
    ],
  });
});

test('reads times and values', async () => {
  const { count } = counterOf(() => series({ Timestamps: [FROM / 1000], Values: [12.0] }));
  expect(await count()).toEqual({ ok: true, value: [{ at: FROM, count: 12 }] });
});

test.each([
  ['refuses', () => new Response('{}', { status: 400 })],
  ['answers no JSON', () => new Response('<xml/>')],
  ['answers something else', () => Response.json({ MetricDataResults: [] })],
  [
    'cannot be reached',
    () => {
      throw new TypeError('fetch failed');
    },
  ],
])('says so where CloudWatch %s', async (_name, answer) => {
  expect(await counterOf(answer).count()).toMatchObject({ ok: false, problem: { code: 'api.metrics-unreachable' } });
});
