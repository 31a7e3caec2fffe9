import type { HttpApi } from '../../../../lib/local/deployment';
import type { GatewayRequest } from '../../../../lib/local/http-api/event';
import { createGateway, type GatewaySurroundings } from '../../../../lib/local/http-api/gateway';
import { fieldOf } from '../../../../lib/local/http-message';
import type { LogEntry } from '../../../../lib/local/log';

const API: HttpApi = {
  id: 'abcdefghij',
  accountId: '000000000000',
  executeApiEndpoint: false,
  domains: [{ name: 'api.example', certificateArn: 'arn', regionalName: 'd-1.execute-api.us-east-1.amazonaws.com' }],
  routes: [
    { key: 'GET /open', functionArn: 'open', integrationTimeoutSeconds: 30 },
    { key: 'PUT /open', functionArn: 'open', integrationTimeoutSeconds: 30 },
    { key: 'GET /hasty', functionArn: 'hasty', integrationTimeoutSeconds: 0.01 },
    {
      key: 'GET /closed/{proxy+}',
      functionArn: 'closed',
      integrationTimeoutSeconds: 30,
      authorizer: { issuer: 'https://id.example', audiences: ['api'] },
    },
  ],
};

const UNMAPPED = {
  name: 'unmapped.example',
  certificateArn: 'arn',
  regionalName: 'd-2.execute-api.us-east-1.amazonaws.com',
};

const events: [string, unknown][] = [];
const log: LogEntry[] = [];
beforeEach(() => {
  events.length = 0;
  log.length = 0;
});

function ask(changes: Partial<GatewayRequest>, surroundings: Partial<GatewaySurroundings> = {}, api: HttpApi = API) {
  const gateway = createGateway(
    { httpApis: [api], unmappedDomains: [UNMAPPED] },
    {
      invoke: async (arn, event) => {
        events.push([arn, event]);
        return { kind: 'result', result: { statusCode: 200, body: arn } };
      },
      authorize: async (_authorizer, fields) =>
        fieldOf(fields, 'authorization') === 'good'
          ? { ok: true, claims: { sub: 'x', groups: ['a', 'b'] } }
          : { ok: false, challenge: 'Bearer error="invalid_token"' },
      clock: () => 0,
      newRequestId: () => 'request=',
      newTraceId: () => 'trace',
      log: (entry) => log.push(entry),
      ...surroundings,
    },
  );
  const request = {
    host: 'api.example',
    method: 'GET',
    target: '/open',
    fields: [],
    body: new Uint8Array(),
    clientIp: '',
  };
  return gateway.answer({ ...request, ...changes });
}

async function outcome(discoveryTarget: ReturnType<typeof ask>): Promise<string> {
  const { status, body } = await discoveryTarget;
  return `${status} ${body}`;
}

describe('the gateway answers', () => {
  const good = [['Authorization', 'good']] as const;
  const inTwo = Buffer.alloc(5 * 1024 * 1024, 'ü');
  test.each<[string, Partial<GatewayRequest>, string]>([
    ['a public route', {}, '200 open'],
    ['a protected route with a good token', { target: '/closed/a', fields: good }, '200 closed'],
    ['a protected route without one', { target: '/closed/a' }, '401 {"message":"Unauthorized"}'],
    ['a path without a route', { target: '/other' }, '404 {"message":"Not Found"}'],
    ['a method without a route', { method: 'DELETE' }, '404 {"message":"Not Found"}'],
    ['a custom domain that is mapped to nothing', { host: 'unmapped.example' }, '403 {"message":"Forbidden"}'],
    ['a host that is none of its own', { host: 'other.example' }, '403 {"message":"Forbidden"}'],
    ['its regional name', { host: 'd-1.execute-api.us-east-1.amazonaws.com' }, '403 {"message":"Forbidden"}'],
    [
      'its own name, which is disabled',
      { host: 'abcdefghij.execute-api.us-east-1.amazonaws.com' },
      '404 {"message":"Not Found"}',
    ],
    [
      'request line and header values beyond 10,240 bytes',
      { fields: [['X-Long', 'a'.repeat(10_240 - 'GET /open HTTP/1.1'.length + 1)]] },
      '431 {"message":"Request Header Fields Too Large"}',
    ],
    ['exactly 10,240 of them', { fields: [['X-Long', 'a'.repeat(10_240 - 'GET /open HTTP/1.1'.length)]] }, '200 open'],
    [
      'a body beyond 10 MB',
      { method: 'PUT', body: Buffer.alloc(10 * 1024 * 1024 + 1) },
      '413 {"message":"Request Entity Too Large"}',
    ],
    [
      'a body that makes an event beyond 6 MB',
      { method: 'PUT', body: inTwo },
      '413 {"message":"Request Entity Too Large"}',
    ],
  ])('%s', async (_name, request, expected) => {
    expect(await outcome(ask(request))).toBe(expected);
  });

  test('under its own name where that is not disabled', async () => {
    const host = 'abcdefghij.execute-api.us-east-1.amazonaws.com';
    expect(await outcome(ask({ host }, {}, { ...API, executeApiEndpoint: true }))).toBe('200 open');
  });

  test('a refusal with the reason in a header, and asks no function', async () => {
    const { fields } = await ask({ target: '/closed/a' });
    expect(fieldOf(fields, 'www-authenticate')).toBe('Bearer error="invalid_token"');
    expect(fieldOf(fields, 'apigw-requestid')).toBe('request=');
    expect(events).toEqual([]);
  });

  test('with claims as texts in the event', async () => {
    await ask({ target: '/closed/a', fields: good });
    expect(events[0]).toMatchObject([
      'closed',
      { requestContext: { authorizer: { jwt: { claims: { sub: 'x', groups: '[a b]' } } } } },
    ]);
  });
});

describe('a function that fails', () => {
  const failing = { invoke: async () => ({ kind: 'failure', reason: 'the function threw TypeError' }) as const };
  const hanging = { invoke: () => new Promise<never>(() => {}) };
  const wordless = { invoke: async () => ({ kind: 'result', result: { statusCode: 'x' } }) as const };
  test.each<[string, Partial<GatewaySurroundings>, string, string, string]>([
    ['is 500', failing, '/open', '500 {"message":"Internal Server Error"}', 'http-api.function-error'],
    [
      'is 500 where its result is none',
      wordless,
      '/open',
      '500 {"message":"Internal Server Error"}',
      'http-api.result',
    ],
    [
      'is 503 where it takes too long',
      hanging,
      '/hasty',
      '503 {"message":"Service Unavailable"}',
      'http-api.integration-timeout',
    ],
  ])('%s, and the reason is in the log', async (_name, surroundings, target, expected, rule) => {
    expect(await outcome(ask({ target: `${target}?secret=1` }, surroundings))).toBe(expected);
    expect(log).toMatchObject([{ source: 'http-api', route: `GET ${target}`, rule }]);
    expect(JSON.stringify(log)).not.toContain('secret');
  });
});
