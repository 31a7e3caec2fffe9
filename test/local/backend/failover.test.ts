import type { OriginAnswer, OriginRequest } from '../../../lib/local/cloudfront/ask-origin';
import { createCloudFrontEdge } from '../../../lib/local/cloudfront/edge';
import type { EdgeRequest } from '../../../lib/local/cloudfront/edge-event';
import type { CloudFrontDependencies } from '../../../lib/local/cloudfront/viewer-request';
import type { Behaviour, DeployedDistribution, Origin } from '../../../lib/local/deployment';
import type { LogEntry } from '../../../lib/local/log';

const FUNCTION = 'arn:aws:lambda:us-east-1:111111111111:function:edge:1';
const FIRST: Origin = {
  id: 'first',
  domainName: 'first.example',
  path: '',
  protocolPolicy: 'https-only',
  httpPort: 80,
  httpsPort: 443,
  connectionAttempts: 2,
  connectionTimeoutSeconds: 2,
  readTimeoutSeconds: 5,
  keepaliveTimeoutSeconds: 5,
  sslProtocols: ['TLSv1.2'],
  customHeaders: [{ name: 'x-which', value: 'first' }],
};
const SECOND: Origin = {
  ...FIRST,
  id: 'second',
  domainName: 'second.example',
  customHeaders: [{ name: 'x-which', value: 'second' }],
};
const BEHAVIOUR: Behaviour = {
  pathPattern: '*',
  originId: 'group',
  viewerProtocolPolicy: 'https-only',
  allowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST'],
  cachedMethods: ['GET', 'HEAD'],
  cachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
  originRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
};
const DISTRIBUTION: DeployedDistribution = {
  id: 'E1',
  domainName: 'd1.cloudfront.net',
  enabled: true,
  aliases: ['acme.example'],
  origins: new Map([
    ['first', FIRST],
    ['second', SECOND],
  ]),
  originGroups: new Map([
    ['group', { id: 'group', members: ['first', 'second'], failoverStatuses: new Set([500, 502, 503, 504]) }],
  ]),
  behaviours: [BEHAVIOUR],
  errorCachingSeconds: new Map([500, 502, 503, 504, 404].map((status) => [status, 0])),
};

const status = (code: number): OriginAnswer => ({ status: code, fields: [], body: `status ${code}` });

interface Case {
  /** Of the first origin; the second one is fine. */
  readonly first: OriginAnswer | 'never';
  readonly method?: string;
  readonly changes?: Partial<CloudFrontDependencies>;
  readonly behaviour?: Partial<Behaviour>;
}

const log: LogEntry[] = [];

/** Answers through a group, and says who was asked, and for how many seconds was waited in vain. */
async function ask({ first, method = 'GET', changes, behaviour }: Case) {
  log.length = 0;
  const asked: OriginRequest[] = [];
  const waited: number[] = [];
  const dependencies: CloudFrontDependencies = {
    invoke: async () => ({ kind: 'failure', reason: 'there is no function' }),
    resolves: () => true,
    askOrigin: async (request) => {
      asked.push(request);
      if (request.host === 'second.example') return status(200);
      return first === 'never' ? new Promise<OriginAnswer>(() => {}) : first;
    },
    // Time passes at once where no origin answers; where one does, the timer is cancelled first.
    timer: (seconds, onTime) => {
      const immediate = setImmediate(() => {
        waited.push(seconds);
        onTime();
      });
      return () => clearImmediate(immediate);
    },
    clock: () => 0,
    newRequestId: () => 'id',
    log: (entry) => log.push(entry),
    ...changes,
  };
  const front = createCloudFrontEdge([{ ...DISTRIBUTION, behaviours: [{ ...BEHAVIOUR, ...behaviour }] }], dependencies);
  const answer = await front.answer({
    secure: true,
    serverName: 'acme.example',
    method,
    target: '/a?secret=1',
    fields: [['Host', 'acme.example']],
    body: new Uint8Array(),
    clientIp: '127.0.0.1',
  });
  return { status: answer.status, hosts: asked.map(({ host }) => host), waited, asked };
}

const ONE = ['first.example'];
const BOTH = ['first.example', 'second.example'];
const TWICE = ['first.example', 'first.example', 'second.example'];

describe('the second origin of a group is asked', () => {
  test.each<[string, Case, readonly string[], readonly number[]]>([
    ['at 500', { first: status(500) }, BOTH, []],
    ['at 502', { first: status(502) }, BOTH, []],
    ['at 503 for HEAD', { first: status(503), method: 'HEAD' }, BOTH, []],
    ['at 504 for OPTIONS', { first: status(504), method: 'OPTIONS' }, BOTH, []],
    ['where connections are refused, after all attempts', { first: 'refused' }, TWICE, []],
    ['where no server accepts the connection, after all attempts', { first: 'silent' }, TWICE, [2, 2]],
    ['where no answer comes in time, after all attempts', { first: 'never' }, TWICE, [5, 5]],
    [
      'where DNS has no address',
      { first: status(200), changes: { resolves: (host) => host !== 'first.example' } },
      ['second.example'],
      [],
    ],
  ])('%s', async (_name, given, hosts, waited) => {
    const outcome = await ask(given);
    expect([outcome.status, outcome.hosts, outcome.waited]).toEqual([200, hosts, waited]);
    expect(log.map((entry) => 'rule' in entry && entry.rule)).toContain('cloudfront.failover');
    expect(JSON.stringify(log)).not.toContain('secret');
  });

  test('with its own headers, and the function is called for each', async () => {
    const seen: EdgeRequest[] = [];
    const invoke: CloudFrontDependencies['invoke'] = async (_arn, event) => {
      const { request } = (event as { Records: [{ cf: { request: EdgeRequest } }] }).Records[0].cf;
      seen.push(request);
      return { kind: 'result', result: request };
    };
    const behaviour = { originRequestFunction: FUNCTION };
    const { asked } = await ask({ first: status(500), changes: { invoke }, behaviour });
    const custom = seen.map(({ origin }) => [
      origin.custom.domainName,
      origin.custom.customHeaders['x-which']?.[0]?.value,
    ]);
    expect(custom).toEqual([
      ['first.example', 'first'],
      ['second.example', 'second'],
    ]);
    expect(asked.map(({ fields }) => fields.filter(([name]) => name === 'x-which'))).toEqual([
      [['x-which', 'first']],
      [['x-which', 'second']],
    ]);
  });
});

describe('the first origin alone is asked', () => {
  test.each<[string, Case, number, readonly string[]]>([
    ['where it answers', { first: status(200) }, 200, ONE],
    ['where it redirects', { first: status(302) }, 302, ONE],
    ['at a status that is not listed', { first: status(404) }, 404, ONE],
    ['at 429', { first: status(429) }, 429, ONE],
    ['for a method that changes something', { first: status(503), method: 'PUT' }, 503, ONE],
  ])('%s', async (_name, given, expected, hosts) => {
    const outcome = await ask(given);
    expect([outcome.status, outcome.hosts]).toEqual([expected, hosts]);
  });

  const behaviour = { originRequestFunction: FUNCTION };
  const generated = { invoke: async () => ({ kind: 'result', result: { status: '503' } }) as const };
  test.each<[string, Partial<CloudFrontDependencies>, number]>([
    ['where the function itself answers with a listed status', generated, 503],
    ['where the function fails', {}, 503],
    ['where the function returns nonsense', { invoke: async () => ({ kind: 'result', result: 1 }) as const }, 502],
  ])('%s: not even that one', async (_name, changes, expected) => {
    const outcome = await ask({ first: status(200), changes, behaviour });
    expect([outcome.status, outcome.hosts]).toEqual([expected, []]);
  });
});
