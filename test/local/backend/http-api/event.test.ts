import { claimTexts } from '../../../../lib/local/http-api/claims';
import { type EventContext, type GatewayRequest, gatewayEvent } from '../../../../lib/local/http-api/event';
import type { Match } from '../../../../lib/local/http-api/route';

const MATCH: Match = {
  route: { key: 'GET /v1/{proxy+}', functionArn: 'arn', integrationTimeoutSeconds: 30 },
  parameters: { proxy: 'tenants' },
};
const CONTEXT: EventContext = {
  accountId: '000000000000',
  apiId: 'abcdefghij',
  requestId: 'request=',
  traceId: 'Root=1-00000000-000000000000000000000000',
  now: Date.UTC(2026, 10, 21, 3, 4, 5),
};

function request(changes: Partial<GatewayRequest> = {}): GatewayRequest {
  return {
    host: 'api.example',
    method: 'GET',
    target: '/v1/tenants',
    fields: [['Host', 'api.example']],
    body: new Uint8Array(),
    clientIp: '192.0.2.1',
    ...changes,
  };
}

describe('the event of a route', () => {
  test('is payload format 2.0, and holds nothing that the request does not have', () => {
    expect(gatewayEvent(request(), { ...MATCH, parameters: {} }, CONTEXT)).toEqual({
      version: '2.0',
      routeKey: 'GET /v1/{proxy+}',
      rawPath: '/v1/tenants',
      rawQueryString: '',
      headers: {
        'content-length': '0',
        host: 'api.example',
        'x-amzn-trace-id': CONTEXT.traceId,
        'x-forwarded-for': '192.0.2.1',
        'x-forwarded-port': '443',
        'x-forwarded-proto': 'https',
      },
      requestContext: {
        accountId: '000000000000',
        apiId: 'abcdefghij',
        domainName: 'api.example',
        domainPrefix: 'api',
        http: { method: 'GET', path: '/v1/tenants', protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: '' },
        requestId: 'request=',
        routeKey: 'GET /v1/{proxy+}',
        stage: '$default',
        time: '21/Nov/2026:03:04:05 +0000',
        timeEpoch: CONTEXT.now,
      },
      isBase64Encoded: false,
    });
  });

  test('holds what the request has: variables, query, cookies, joined headers', () => {
    const fields = [
      ['Host', 'api.example'],
      ['X-Two', 'a'],
      ['x-two', 'b'],
      ['Cookie', 'c=1; d=2'],
      ['Connection', 'keep-alive'],
      ['X-Forwarded-For', '198.51.100.7'],
      ['User-Agent', 'test'],
    ] as const;
    const event = gatewayEvent(request({ target: '/v1/tenants?a=1&a=2&b=%2B+', fields }), MATCH, CONTEXT);
    expect(event).toMatchObject({
      rawQueryString: 'a=1&a=2&b=%2B+',
      queryStringParameters: { a: '1,2', b: '+ ' },
      pathParameters: { proxy: 'tenants' },
      cookies: ['c=1', 'd=2'],
      headers: { 'x-two': 'a,b', 'x-forwarded-for': '198.51.100.7, 192.0.2.1' },
    });
    expect(Object.keys(event.headers)).not.toEqual(expect.arrayContaining(['cookie', 'connection']));
    expect(event.requestContext.http.userAgent).toBe('test');
  });

  test.each([
    ['decoded', '/v1/a%20b', '/v1/a b'],
    ['cut at an escaped question mark', '/v1/a%3Fb', '/v1/a'],
    ['as sent where it is no UTF-8', '/v1/%zz', '/v1/%zz'],
  ])('has its path %s', (_name, target, path) => {
    const event = gatewayEvent(request({ target: `${target}?q=%20` }), MATCH, CONTEXT);
    expect([event.rawPath, event.requestContext.http.path, event.rawQueryString]).toEqual([path, path, 'q=%20']);
  });

  const body = Buffer.from('{"ü":1}');
  test.each<[string, readonly (readonly [string, string])[], boolean]>([
    ['JSON as text', [['Content-Type', 'application/json; charset=utf-8']], false],
    ['a problem as text', [['Content-Type', 'application/problem+json']], false],
    ['a form as base64', [['Content-Type', 'application/x-www-form-urlencoded']], true],
    ['an untyped body as base64', [], true],
    [
      'a compressed body as base64',
      [
        ['Content-Type', 'application/json'],
        ['Content-Encoding', 'gzip'],
      ],
      true,
    ],
  ])('has %s', (_name, fields, isBase64Encoded) => {
    const event = gatewayEvent(request({ method: 'PUT', fields, body }), MATCH, CONTEXT);
    expect(event).toMatchObject({ body: body.toString(isBase64Encoded ? 'base64' : 'utf8'), isBase64Encoded });
    expect(event.headers['content-length']).toBe(String(body.length));
  });

  test('has the claims of the token beside scopes that are null', () => {
    const event = gatewayEvent(request(), MATCH, { ...CONTEXT, claims: { sub: 'x' } });
    expect(event.requestContext.authorizer).toEqual({ jwt: { claims: { sub: 'x' }, scopes: null } });
  });
});

test('claims become texts, and lists lose their borders', () => {
  const claims = { sub: 'x', exp: 17, ok: true, groups: ['a b', 'c'], none: [], nothing: null, deep: { a: [1] } };
  expect(claimTexts(claims)).toEqual({
    sub: 'x',
    exp: '17',
    ok: 'true',
    groups: '[a b c]',
    none: '[]',
    deep: '{"a":[1]}',
  });
});
