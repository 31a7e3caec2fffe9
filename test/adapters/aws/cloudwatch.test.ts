import { createInvocationCounter } from '../../../lib/adapters/aws/cloudwatch';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-21T12:30:00Z');
const FROM = Date.parse('2026-11-21T11:00:00Z');

/** A CloudWatch that answers so, and what it was asked. */
function counterOf(answer: () => Response, environment: Record<string, string> = {}) {
  const asked: { url: string; init?: RequestInit }[] = [];
  const count = createInvocationCounter({
    region: 'us-east-1',
    keys: async () => ({ accessKeyId: 'a', secretAccessKey: 's', sessionToken: 't' }),
    now: () => NOW,
    environment,
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

test.each([
  ['of all services', { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' }, 'http://127.0.0.1:4566/'],
  [
    'of its own, first',
    { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566', AWS_ENDPOINT_URL_CLOUDWATCH: 'https://metrics.example/aws' },
    'https://metrics.example/aws',
  ],
  ['of AWS, where the variable is empty', { AWS_ENDPOINT_URL: '' }, 'https://monitoring.us-east-1.amazonaws.com/'],
])('asks the endpoint %s', async (_name, environment, expected) => {
  const { asked, count } = counterOf(() => series({ Timestamps: [], Values: [] }), environment);
  await count();
  expect(asked.map(({ url }) => url)).toEqual([expected]);
  expect(asked[0]?.init?.headers).toMatchObject({ host: new URL(expected).host });
});

test('cannot ask an endpoint that is no URL', async () => {
  const { count } = counterOf(() => series({}), { AWS_ENDPOINT_URL: 'nonsense' });
  expect(await count()).toMatchObject({ ok: false, problem: { code: 'api.metrics-unreachable' } });
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
