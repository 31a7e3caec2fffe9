import { validateHeaderName, validateHeaderValue } from 'node:http';
import fc from 'fast-check';
import { handler } from '../../../lambda/edge/handler';
import { encodeFrontSettings } from '../../../lib/contract/front-settings';
import { WELL_KNOWN_PATH } from '../../../lib/core/discovery/well-known';
import type { OriginRequest } from '../../../lib/local/cloudfront/ask-origin';
import { type CloudFrontEdge, createCloudFrontEdge } from '../../../lib/local/cloudfront/edge';
import type { CloudFrontDependencies } from '../../../lib/local/cloudfront/viewer-request';
import type { Behaviour, DeployedDistribution, Origin } from '../../../lib/local/deployment';
import { fieldOf, type IncomingRequest } from '../../../lib/local/http-message';
import type { LogEntry } from '../../../lib/local/log';
import { SETTINGS } from '../../support/edge-event';

const FUNCTION = 'arn:aws:lambda:us-east-1:111111111111:function:edge:1';
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const QUERY_STRINGS = '4cc15a8a-d715-48a4-82b8-cc0b614638fe';
const ALL_VIEWER = '216adef6-5c7f-47e4-b989-5492eafa07d3';
const EXCEPT_HOST = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';

const ORIGIN: Origin = {
  id: 'edge',
  domainName: 's3.us-east-1.amazonaws.com',
  path: '',
  protocolPolicy: 'https-only',
  httpPort: 80,
  httpsPort: 443,
  connectionAttempts: 3,
  connectionTimeoutSeconds: 10,
  readTimeoutSeconds: 30,
  keepaliveTimeoutSeconds: 5,
  sslProtocols: ['TLSv1.2'],
  customHeaders: Object.entries(encodeFrontSettings(SETTINGS)).map(([name, value]) => ({ name, value })),
};
const WELL_KNOWN: Behaviour = {
  pathPattern: WELL_KNOWN_PATH,
  originId: 'edge',
  viewerProtocolPolicy: 'https-only',
  allowedMethods: ['GET', 'HEAD'],
  cachedMethods: ['GET', 'HEAD'],
  cachePolicyId: CACHING_DISABLED,
  originRequestPolicyId: EXCEPT_HOST,
  originRequestFunction: FUNCTION,
};
const WEBSITE: Behaviour = {
  ...WELL_KNOWN,
  pathPattern: '*',
  viewerProtocolPolicy: 'redirect-to-https',
  cachePolicyId: QUERY_STRINGS,
  originRequestPolicyId: undefined,
};
const PASSED_THROUGH: Behaviour = {
  ...WEBSITE,
  originId: 'website',
  allowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
  cachePolicyId: CACHING_DISABLED,
  originRequestPolicyId: ALL_VIEWER,
  originRequestFunction: undefined,
};

function distribution(changes: Partial<DeployedDistribution> = {}, website: Behaviour = WEBSITE): DeployedDistribution {
  return {
    id: 'E1',
    domainName: 'd1.cloudfront.net',
    enabled: true,
    aliases: ['acme.example'],
    origins: new Map([
      ['edge', ORIGIN],
      [
        'website',
        {
          ...ORIGIN,
          id: 'website',
          domainName: 'origin.example',
          path: '/site',
          customHeaders: [{ name: 'X-Own', value: 'ours' }],
        },
      ],
    ]),
    originGroups: new Map(),
    behaviours: [WELL_KNOWN, website],
    errorCachingSeconds: new Map([404, 405, 414, 500, 502, 503, 504].map((status) => [status, 0])),
    ...changes,
  };
}

const OTHER = distribution({ id: 'E2', domainName: 'd2.cloudfront.net', aliases: ['other.example'] });

/** A front whose function is the real one, called in this process. */
function front(
  of: readonly DeployedDistribution[] = [distribution(), OTHER],
  changes: Partial<CloudFrontDependencies> = {},
): CloudFrontEdge {
  return createCloudFrontEdge(of, {
    invoke: async (_arn, event) => ({ kind: 'result', result: await handler(event as Parameters<typeof handler>[0]) }),
    resolves: () => true,
    askOrigin: async () => ({ status: 200, fields: [], body: 'from the origin' }),
    clock: () => 0,
    newRequestId: () => 'id',
    log: () => {},
    ...changes,
  });
}

function request(changes: Partial<IncomingRequest> = {}): IncomingRequest {
  return {
    secure: true,
    serverName: 'acme.example',
    method: 'GET',
    target: `${WELL_KNOWN_PATH}?user-identifier=u@acme.example&model-family=iPhone`,
    fields: [['Host', 'acme.example']],
    body: new Uint8Array(),
    clientIp: '127.0.0.1',
    ...changes,
  };
}

beforeAll(() => {
  jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
});
afterAll(() => {
  jest.restoreAllMocks();
});

describe('a front answers', () => {
  const hosts = (host: string) => ({ serverName: host, fields: [['Host', host] as const] });
  const POST = { method: 'POST', body: Buffer.from('x') };
  test.each<[string, Partial<IncomingRequest>, number, string]>([
    ['a device', {}, 302, 'LambdaGeneratedResponse'],
    ['its own name', hosts('d1.cloudfront.net'), 302, 'LambdaGeneratedResponse'],
    ['a host in capitals, with a port', { fields: [['host', 'ACME.example:443']] }, 302, 'LambdaGeneratedResponse'],
    ['a HEAD', { method: 'HEAD' }, 302, 'LambdaGeneratedResponse'],
    ['the website', { target: '/a?b' }, 301, 'LambdaGeneratedResponse'],
    ['the website for the path in capitals', { target: WELL_KNOWN_PATH.toUpperCase() }, 301, 'LambdaGeneratedResponse'],
    ['a method that is not allowed', POST, 403, 'Error'],
    ['an unknown method', { method: 'BREW' }, 403, 'Error'],
    ['a GET with a body', { body: Buffer.from('x') }, 403, 'Error'],
    ['an unknown host', hosts('unknown.example'), 403, 'Error'],
    ['no host', { fields: [] }, 403, 'Error'],
    ['a host of another distribution', { fields: [['Host', 'other.example']] }, 421, 'Error'],
    ['a client that named no host to TLS', { serverName: undefined }, 421, 'Error'],
    ['a target that is no path', { target: '*' }, 400, 'Error'],
    [
      'the longest URL',
      { target: `/${'x'.repeat(8192 - 'https://acme.example/'.length)}` },
      414,
      'LambdaGeneratedResponse',
    ],
    ['a longer one', { target: `/${'x'.repeat(8193 - 'https://acme.example/'.length)}` }, 413, 'Error'],
    [
      'too many headers',
      {
        fields: [
          ['Host', 'acme.example'],
          ['x', 'y'.repeat(33_000)],
        ],
      },
      413,
      'Error',
    ],
    ['the discovery over http', { secure: false }, 403, 'Error'],
    ['the website over http', { secure: false, target: '/a?b' }, 301, 'Redirect'],
    ['another method over http', { secure: false, target: '/a?b', ...POST }, 307, 'Redirect'],
  ])('%s', async (_name, changes, status, result) => {
    const answer = await front().answer(request(changes));
    expect([answer.status, fieldOf(answer.fields, 'x-cache')]).toEqual([status, `${result} from cloudfront`]);
    expect(fieldOf(answer.fields, 'via')).toContain('cloudfront.net (CloudFront)');
    expect(fieldOf(answer.fields, 'x-amz-cf-id')).toBe('id');
  });

  test('no viewer of a disabled distribution', async () => {
    expect((await front([distribution({ enabled: false })]).answer(request())).status).toBe(403);
  });

  test('http with the same address over https', async () => {
    const answer = await front().answer(
      request({ secure: false, target: '/a?b', fields: [['Host', 'acme.example:8080']] }),
    );
    expect(fieldOf(answer.fields, 'location')).toBe('https://acme.example/a?b');
  });

  test('the end of the connection to a request that is too long', async () => {
    expect((await front().answer(request({ target: `/${'x'.repeat(9000)}` }))).close).toBe(true);
  });
});

describe('the function', () => {
  /** The event of a request, as the function gets it. */
  async function eventOf(changes: Partial<IncomingRequest>, of = distribution()): Promise<unknown> {
    let seen: unknown;
    const invoke: CloudFrontDependencies['invoke'] = async (_arn, event) => {
      seen = event;
      return { kind: 'result', result: { status: '200' } };
    };
    await front([of], { invoke }).answer(request(changes));
    return seen;
  }

  test('gets the event that Lambda@Edge documents', async () => {
    const event = await eventOf({
      target: '/.well-known/com.apple.remotemanagement?a=1%202&b=+',
      fields: [
        ['Host', 'acme.example'],
        ['X-Signpost-Policy-0', 'forged'],
        ['Accept', '*/*'],
      ],
    });
    expect(event).toEqual({
      Records: [
        {
          cf: {
            config: {
              distributionDomainName: 'd1.cloudfront.net',
              distributionId: 'E1',
              eventType: 'origin-request',
              requestId: 'id',
            },
            request: {
              clientIp: '127.0.0.1',
              headers: {
                accept: [{ key: 'Accept', value: '*/*' }],
                host: [{ key: 'Host', value: 's3.us-east-1.amazonaws.com' }],
                'user-agent': [{ key: 'User-Agent', value: 'Amazon CloudFront' }],
                'x-forwarded-for': [{ key: 'X-Forwarded-For', value: '127.0.0.1' }],
                via: [{ key: 'Via', value: '1.1 d1.cloudfront.net (CloudFront)' }],
              },
              method: 'GET',
              origin: {
                custom: {
                  customHeaders: {
                    'x-signpost-policy-0': [
                      { key: 'x-signpost-policy-0', value: encodeFrontSettings(SETTINGS)['x-signpost-policy-0'] },
                    ],
                  },
                  domainName: 's3.us-east-1.amazonaws.com',
                  keepaliveTimeout: 5,
                  path: '',
                  port: 443,
                  protocol: 'https',
                  readTimeout: 30,
                  sslProtocols: ['TLSv1.2'],
                },
              },
              querystring: 'a=1%202&b=+',
              uri: WELL_KNOWN_PATH,
            },
          },
        },
      ],
    });
  });

  test('gets the path as it was sent, though the behaviour is chosen by the normalised one', async () => {
    const event = await eventOf({ target: '//.well-known/com%2Eapple.remotemanagement' });
    expect(JSON.stringify(event)).toContain('"uri":"//.well-known/com%2Eapple.remotemanagement"');
    expect(JSON.stringify(event)).toContain('"querystring":""');
  });

  const failing: CloudFrontDependencies['invoke'] = async () => ({ kind: 'failure', reason: 'it threw' });
  const returning =
    (result: unknown): CloudFrontDependencies['invoke'] =>
    async () => ({ kind: 'result', result });
  test.each<[string, CloudFrontDependencies['invoke'], number, string, string]>([
    ['that fails is 503', failing, 503, 'LambdaExecutionError', 'edge.execution-error'],
    ['that returns nothing is 502', returning(undefined), 502, 'LambdaValidationError', 'edge.result-shape'],
    [
      'that sets a forbidden header is 502',
      returning({ status: '200', headers: { 'x-cache': [{ value: 'Hit' }] } }),
      502,
      'LambdaValidationError',
      'edge.disallowed-headers',
    ],
  ])('%s, with the reason in the log', async (_name, invoke, status, result, rule) => {
    const log: LogEntry[] = [];
    const answer = await front([distribution()], { invoke, log: (entry) => log.push(entry) }).answer(request());
    expect([answer.status, fieldOf(answer.fields, 'x-cache')]).toEqual([status, `${result} from cloudfront`]);
    expect(log).toMatchObject([{ source: 'cloudfront', requestId: 'id', distribution: 'E1', status, rule }]);
    expect(JSON.stringify(log)).not.toContain('acme.example');
  });

  test('is not called where the origin has no address', async () => {
    const invoke = jest.fn();
    const answer = await front([distribution()], { invoke, resolves: () => false }).answer(request());
    expect([answer.status, invoke.mock.calls]).toEqual([502, []]);
  });
});

describe('the origin', () => {
  /** What the origin is asked, and the viewer's answer. */
  async function asked(
    changes: Partial<IncomingRequest>,
    of: DeployedDistribution,
    invoke?: CloudFrontDependencies['invoke'],
  ) {
    const seen: OriginRequest[] = [];
    const askOrigin: CloudFrontDependencies['askOrigin'] = async (onward) => {
      seen.push(onward);
      return {
        status: 200,
        fields: [
          ['Connection', 'close'],
          ['Server', 'mine'],
        ],
        body: 'from the origin',
      };
    };
    const answer = await front([of], invoke ? { askOrigin, invoke } : { askOrigin }).answer(request(changes));
    return { seen, answer };
  }

  test('of a passed-through website gets everything, under the customer’s host, and the origin’s own headers', async () => {
    const body = Buffer.from('x');
    const fields: IncomingRequest['fields'] = [
      ['Host', 'acme.example'],
      ['x-own', 'forged'],
      ['Cookie', 'c=1'],
    ];
    const { seen, answer } = await asked(
      { method: 'POST', target: '/a?b=1', fields, body },
      distribution({}, PASSED_THROUGH),
    );
    expect(seen).toMatchObject([{ host: 'origin.example', secure: true, method: 'POST', target: '/site/a?b=1', body }]);
    expect(Object.fromEntries(seen[0]?.fields ?? [])).toMatchObject({
      Host: 'acme.example',
      Cookie: 'c=1',
      'X-Own': 'ours',
    });
    expect(seen[0]?.fields.map(([name]) => name)).not.toContain('x-own');
    expect(answer).toMatchObject({ status: 200, body: 'from the origin' });
    expect(Object.fromEntries(answer.fields)).toEqual({
      Server: 'mine',
      'X-Cache': 'Miss from cloudfront',
      Via: '1.1 d1.cloudfront.net (CloudFront)',
      'X-Amz-Cf-Id': 'id',
    });
  });

  test('gets the request that the function returns', async () => {
    const invoke: CloudFrontDependencies['invoke'] = async (_arn, event) => {
      const { request: sent } = (event as { Records: [{ cf: { request: object } }] }).Records[0].cf;
      const { headers } = sent as { headers: object };
      const forged = { ...headers, 'x-signpost-policy-0': [{ value: 'forged' }] };
      return { kind: 'result', result: { ...sent, headers: forged, uri: '/changed', querystring: 'x=1' } };
    };
    const { seen } = await asked({}, distribution(), invoke);
    expect(seen).toMatchObject([{ host: 's3.us-east-1.amazonaws.com', target: '/changed?x=1' }]);
    const policies = seen[0]?.fields.filter(([name]) => name === 'x-signpost-policy-0');
    expect(policies).toEqual(Object.entries(encodeFrontSettings(SETTINGS)));
  });
});

describe('the cache', () => {
  test('answers the website again without the function, until it is stale', async () => {
    let now = 0;
    const invoke = jest.fn(async () => ({
      kind: 'result' as const,
      result: { status: '301', headers: { 'cache-control': [{ value: 'max-age=60' }], location: [{ value: '/x' }] } },
    }));
    const edge = front([distribution()], { invoke, clock: () => now });
    const results: unknown[] = [];
    for (const [seconds, target] of [
      [0, '/a?1'],
      [10, '/a?1'],
      [10, '/a?2'],
      [61, '/a?1'],
    ] as const) {
      now = seconds * 1000;
      const { fields } = await edge.answer(request({ target }));
      results.push([fieldOf(fields, 'x-cache'), fieldOf(fields, 'age')]);
    }
    const fresh = ['LambdaGeneratedResponse from cloudfront', undefined];
    expect(results).toEqual([fresh, ['Hit from cloudfront', '10'], fresh, fresh]);
  });

  test('keeps no discovery', async () => {
    const edge = front();
    await edge.answer(request());
    const { fields } = await edge.answer(request());
    expect(fieldOf(fields, 'x-cache')).toBe('LambdaGeneratedResponse from cloudfront');
  });

  test('hands an error to the next person where the distribution does not say 0', async () => {
    const edge = front([distribution({ errorCachingSeconds: new Map() })]);
    const ask = (family: string) =>
      edge.answer(request({ target: `${WELL_KNOWN_PATH}?user-identifier=u@acme.example&model-family=${family}` }));
    expect((await ask('Mac')).status).toBe(404);
    expect((await ask('iPhone')).status).toBe(404);
  });
});

describe('whatever a request holds', () => {
  const bytes = fc.string({
    unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
    maxLength: 300,
  });
  const token = fc.stringMatching(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,20}$/);
  const fields = fc.array(
    fc.tuple(fc.oneof(token, fc.constantFrom('Cookie', '__proto__', 'Via', 'X-Forwarded-For')), bytes),
  );
  const arbitrary = fc.record({
    target: fc.oneof(
      bytes,
      bytes.map((text) => `/${text}`),
      bytes.map((text) => `${WELL_KNOWN_PATH}?${text}`),
    ),
    method: fc.oneof(fc.constantFrom('GET', 'HEAD', 'POST'), token),
    secure: fc.boolean(),
    extra: fields,
    website: fc.constantFrom(WEBSITE, PASSED_THROUGH),
  });

  test('the answer is a legal one', async () => {
    await fc.assert(
      fc.asyncProperty(arbitrary, async ({ target, method, secure, extra, website }) => {
        const edge = front([distribution({}, website)]);
        const all = [['Host', 'acme.example'] as const, ...extra];
        const answer = await edge.answer(request({ target, method, secure, fields: all }));
        expect([200, 301, 302, 307, 400, 403, 404, 413, 414]).toContain(answer.status);
        for (const [name, value] of answer.fields) {
          validateHeaderName(name);
          validateHeaderValue(name, value);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a redirect carries the query and leads to the cluster or the website', async () => {
    await fc.assert(
      fc.asyncProperty(bytes, async (text) => {
        const query = text.replace(/[^\x21-\x7e]|#/g, '');
        const answer = await front().answer(request({ target: `${WELL_KNOWN_PATH}?${query}` }));
        const location = fieldOf(answer.fields, 'location');
        if (answer.status !== 302) return expect(location).toBeUndefined();
        expect(location).toBe(`https://na1.mdm.example${WELL_KNOWN_PATH}${query === '' ? '' : `?${query}`}`);
      }),
    );
  });
});
