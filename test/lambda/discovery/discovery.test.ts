import fc from 'fast-check';
import { createDiscovery } from '../../../lambda/discovery/discovery';
import type { DiscoveryReader } from '../../../lib/adapters/dynamodb/discovery';
import { createDiscoveryReader } from '../../../lib/adapters/dynamodb/discovery';
import { createTenantRepository } from '../../../lib/adapters/dynamodb/tenants';
import type { HttpApiEvent } from '../../../lib/contract/http-api';
import { serverDiscoveryPath } from '../../../lib/contract/routes';
import type { ResolvedPolicy } from '../../../lib/core/discovery/policy';
import { WELL_KNOWN_PATH } from '../../../lib/core/discovery/well-known';
import { type Engine, startDynoxide } from '../../support/dynamodb';
import { domainRecord, EU1, NA1, serverRecord } from '../../support/tenant-records';

const NOW = Date.parse('2026-11-21T12:00:00.000Z');
const UNTIL = '2026-11-21T12:00:10.000Z';
const QUERY = 'user-identifier=jane+x@acme.example&model-family=iPhone';
const RULES: ResolvedPolicy = {
  salt: 'acme',
  rules: [{ when: { families: ['Mac'] }, answer: { kind: 'refuse', message: 'No Macs.' } }],
  otherwise: { kind: 'serve', baseUrl: 'https://eu1.mdm.example/enroll', version: 'mdm-byod' },
};

let engine: Engine;
let reader: DiscoveryReader;
let reads: number;
let now: number;
let lines: string[];
beforeAll(async () => {
  engine = await startDynoxide();
  const table = await engine.createTable();
  const override = { policy: EU1, until: UNTIL };
  await createTenantRepository(engine.client, table).commit([
    { kind: 'domain', record: domainRecord('acme.example', 'acme') },
    { kind: 'domain', record: domainRecord('rules.example', 'acme', { declared: RULES }) },
    {
      kind: 'domain',
      record: domainRecord('absent.example', 'acme', { declared: { ...NA1, otherwise: { kind: 'absent' } } }),
    },
    { kind: 'domain', record: domainRecord('overridden.example', 'acme', { override }) },
    { kind: 'domain', record: domainRecord('leaving.example', 'acme', { releasedAt: UNTIL, answersUntil: UNTIL }) },
    { kind: 'server', record: serverRecord('main', 'acme', { declared: RULES }) },
    { kind: 'server', record: serverRecord('over', 'acme', { override }) },
  ]);
  const real = createDiscoveryReader(engine.client, table);
  reader = {
    domain: (name) => {
      reads += 1;
      return real.domain(name);
    },
    server: (tenant, name) => {
      reads += 1;
      return real.server(tenant, name);
    },
  };
});
afterAll(() => engine.close());
beforeEach(() => {
  reads = 0;
  now = NOW;
  lines = [];
});

interface Asked {
  readonly path?: string;
  readonly query?: string;
  readonly method?: string;
  readonly front?: string;
}

function eventOf({ path = WELL_KNOWN_PATH, query = QUERY, method = 'GET', front }: Asked): HttpApiEvent {
  return {
    rawPath: path,
    rawQueryString: query,
    headers: front === undefined ? {} : { 'x-signpost-domain': front },
    requestContext: { requestId: 'request-1', http: { method } },
  };
}

const ask = (asked: Asked, from: DiscoveryReader = reader) =>
  createDiscovery({ reader: from, now: () => now, write: (line) => lines.push(line) })(eventOf(asked));

const forDomain = (domain: string, family = 'iPhone') => `user-identifier=jane@${domain}&model-family=${family}`;

describe('discovery by the identifier', () => {
  test('redirects with the query, byte for byte', async () => {
    const answer = await ask({});
    expect(answer).toMatchObject({ statusCode: 302, body: '' });
    expect(answer.headers['location']).toBe(`https://na1.mdm.example/discovery?${QUERY}`);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test.each([
    ['serves the document', 'rules.example', 'iPhone', 200],
    ['decides by family', 'rules.example', 'Mac', 403],
    ['answers what is absent', 'absent.example', 'iPhone', 404],
  ])('%s', async (_case, domain, family, statusCode) => {
    expect(await ask({ query: forDomain(domain, family) })).toMatchObject({ statusCode });
  });

  test('in another spelling of the domain is the same', async () => {
    expect(await ask({ query: 'user-identifier=a%40b@ACME.Example' })).toMatchObject({ statusCode: 302 });
  });

  test.each([
    ['an unknown domain', { query: forDomain('unknown.example') }, 1],
    ['no identifier', { query: '' }, 0],
    ['an identifier without a domain', { query: 'user-identifier=jane' }, 0],
    ['another path', { path: '/' }, 0],
    ['something behind the path', { path: `${WELL_KNOWN_PATH}/x` }, 0],
    ['another case of the path', { path: WELL_KNOWN_PATH.toUpperCase() }, 0],
  ])('of %s is the same 404 as an absent enrollment', async (_case, asked, expectedReads) => {
    const absent = await ask({ query: forDomain('absent.example') });
    reads = 0;
    expect(await ask(asked)).toEqual(absent);
    expect(reads).toBe(expectedReads);
  });

  test('takes one read', async () => {
    await ask({ query: forDomain('overridden.example') });
    expect(reads).toBe(1);
  });

  test('answers HEAD as GET, without a body', async () => {
    const [get, head] = [
      await ask({ query: forDomain('rules.example') }),
      await ask({ query: forDomain('rules.example'), method: 'HEAD' }),
    ];
    expect(head).toEqual({ ...get, body: '' });
  });
});

describe('discovery behind a front', () => {
  test("decides for the front's domain, whatever the identifier says", async () => {
    expect(await ask({ front: 'rules.example' })).toMatchObject({ statusCode: 200 });
    expect(await ask({ front: 'rules.example', query: '' })).toMatchObject({ statusCode: 200 });
  });

  test('of a domain that is unknown here is a 400, upon which the edge answers as declared', async () => {
    const answer = await ask({ front: 'unknown.example' });
    expect(answer).toMatchObject({ statusCode: 400, body: '{"code":"discovery.domain-unknown"}' });
  });

  test('with something else than a domain in the header goes by the identifier', async () => {
    expect(await ask({ front: '' })).toMatchObject({ statusCode: 302 });
  });
});

describe("discovery by Apple's fallback", () => {
  const path = serverDiscoveryPath('acme', 'main');

  test.each([
    ['both parameters', 'user-identifier=jane@anything.example&model-family=Mac', 403],
    ['neither parameter', '', 200],
  ])('with %s answers', async (_case, query, statusCode) => {
    expect(await ask({ path, query })).toMatchObject({ statusCode });
    expect(reads).toBe(1);
  });

  test.each([
    ['another server', serverDiscoveryPath('acme', 'other'), 1],
    ['another tenant', serverDiscoveryPath('unknown', 'main'), 1],
    ['no well-known path behind it', '/t/acme/s/main/', 0],
    ['a tenant that is none', serverDiscoveryPath('ACME', 'main'), 0],
    ['a key inside the path', serverDiscoveryPath('acme', 'main#x'), 0],
  ])('of %s is a 404', async (_case, asked, expectedReads) => {
    expect(await ask({ path: asked, query: '' })).toMatchObject({ statusCode: 404 });
    expect(reads).toBe(expectedReads);
  });
});

describe('time', () => {
  test.each([
    ['overridden.example', { query: forDomain('overridden.example') }, 'eu1', 'na1'],
    ['a server', { path: serverDiscoveryPath('acme', 'over') }, 'eu1', 'na1'],
  ])('an override of %s ends to the second', async (_case, asked, during, after) => {
    const host = async () => new URL((await ask(asked)).headers['location'] ?? '').host.split('.')[0];
    now = Date.parse(UNTIL) - 1;
    expect(await host()).toBe(during);
    now = Date.parse(UNTIL);
    expect(await host()).toBe(after);
  });

  test('a released domain answers until the end of its grace', async () => {
    const status = async () => (await ask({ query: forDomain('leaving.example') })).statusCode;
    now = Date.parse(UNTIL) - 1;
    expect(await status()).toBe(302);
    now = Date.parse(UNTIL);
    expect(await status()).toBe(404);
  });
});

describe('a fault', () => {
  const failing: DiscoveryReader = {
    domain: async () => {
      throw Object.assign(new Error('about jane@acme.example'), { name: 'ThrottlingException' });
    },
    server: async () => {
      throw new Error('about jane@acme.example');
    },
  };

  test('of the table is a 503 that discloses nothing', async () => {
    const answer = await ask({}, failing);
    expect(answer).toMatchObject({ statusCode: 503, body: '{"code":"discovery.unavailable"}' });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      Discoveries: 1,
      answer: 'failed',
      family: 'none',
      code: 'discovery.unavailable',
      error: 'ThrottlingException',
    });
    expect(lines.join()).not.toContain('jane');
  });

  test.each([null, {}, { requestContext: {} }])('an event that is none (%p) is a 503', async (event) => {
    const discovery = createDiscovery({ reader, now: () => now, write: (line) => lines.push(line) });
    expect(await discovery(event as never)).toMatchObject({ statusCode: 503 });
  });

  test('never is anything but an answer, whatever comes', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 80 });
    const reading: DiscoveryReader = { domain: async () => undefined, server: async () => undefined };
    await fc.assert(
      fc.asyncProperty(text, text, text, async (path, query, front) => {
        const { statusCode, headers } = await ask({ path, query, front }, reading);
        expect([404, 405, 503]).toContain(statusCode);
        for (const value of Object.values(headers)) expect(value).toMatch(/^[\x20-\x7e]*$/);
      }),
    );
  });
});

describe('the line', () => {
  test.each([
    [
      'a domain',
      {},
      { tenant: 'acme', entryPoint: 'domain', source: 'declared', rule: 'otherwise', answer: 'redirect' },
    ],
    ['a front', { front: 'rules.example', query: '' }, { entryPoint: 'front', answer: 'serve', family: 'none' }],
    ['an override', { query: forDomain('overridden.example') }, { source: 'override' }],
    ['a server', { path: serverDiscoveryPath('acme', 'main') }, { entryPoint: 'server' }],
    ['the unknown', { query: forDomain('unknown.example', 'x@y.z') }, { answer: 'unknown', family: 'other' }],
  ])('of %s is an embedded metric without a word of the query', async (_case, asked, fields) => {
    await ask(asked);
    expect(lines).toHaveLength(1);
    const [line = ''] = lines;
    expect(line).toMatch(/^\{.*\}\n$/);
    expect(JSON.parse(line)).toMatchObject({ Discoveries: 1, requestId: 'request-1', ...fields });
    expect(JSON.parse(line)._aws.CloudWatchMetrics[0]).toMatchObject({ Dimensions: [['answer', 'family']] });
    expect(line).not.toMatch(/jane|unknown\.example|x@y/);
  });
});
