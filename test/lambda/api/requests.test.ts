import { type Api, claims, NOW, type Provider, startApi, startProvider } from '../../support/api';
import { type Engine, startDynoxide } from '../../support/dynamodb';
import { domainRecord, NA1, serverRecord, tenantRecord } from '../../support/tenant-records';

const DISCOVERY = '/v1/tenants/acme/domains/acme.example/discovery';
const OVERRIDE = `${DISCOVERY}/override`;
const DESIRED = { policy: { rules: [], otherwise: { kind: 'absent' } }, why: 'test', until: '2026-11-22T12:00:00Z' };

let engine: Engine;
let provider: Provider;
let api: Api;
let token: string;
beforeAll(async () => {
  [engine, provider] = await Promise.all([startDynoxide(), startProvider()]);
  token = await provider.token(claims.platform);
});
afterAll(() => engine.close());
beforeEach(async () => {
  api = await startApi(engine, provider);
  await api.repository.commit([
    { kind: 'tenant', record: tenantRecord('acme', { domains: [], servers: ['main'] }) },
    { kind: 'domain', record: domainRecord('acme.example', 'acme') },
    { kind: 'server', record: serverRecord('main', 'acme') },
  ]);
});

const put = (body: unknown, headers: Record<string, string> = {}) =>
  api.ask({ method: 'PUT', path: OVERRIDE, token, body, headers: { 'if-match': '"1"', ...headers } });

function nested(depth: number): string {
  return `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
}

describe('a body', () => {
  test.each([
    ['malformed', '{"policy": ', 400, 'api.malformed-json'],
    ['empty', '', 400, 'api.malformed-json'],
    ['of 10 MB', JSON.stringify({ ...DESIRED, why: 'x'.repeat(10_000_000) }), 413, 'api.body-too-large'],
    ['of 64 KB and a byte', `"${'x'.repeat(64 * 1024 - 1)}"`, 413, 'api.body-too-large'],
    ['nested 17 levels deep', nested(17), 400, 'api.body-too-deep'],
    ['nested 10,000 levels deep', nested(10_000), 400, 'api.body-too-deep'],
    ['with __proto__', `{"__proto__": {"isAdmin": true}}`, 400, 'api.body-too-deep'],
    ['with a constructor', `{"policy": {"constructor": {"prototype": {}}}}`, 400, 'api.body-too-deep'],
    ['that is a list', '[]', 400, 'api.invalid'],
    ['that is null', 'null', 400, 'api.invalid'],
  ])('%s is refused: %3$p %4$s', async (_case, body, status, code) => {
    expect(await put(body)).toMatchObject({ status, json: { code } });
    expect(Object.prototype).not.toHaveProperty('isAdmin');
    expect(api.calls).toEqual([]);
  });

  test.each([
    undefined,
    'text/plain',
    'application/xml',
    'application/jsonx',
  ])('of type %p is refused', async (type) => {
    const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
    const request = { method: 'PUT', path: OVERRIDE, token, headers: { 'if-match': '"1"', ...headers } };
    const answer = await api.ask(type === undefined ? request : { ...request, body: JSON.stringify(DESIRED) });
    expect(answer).toMatchObject({ status: 415, json: { code: 'api.unsupported-media-type' } });
  });

  test('of type application/json with a charset is taken', async () => {
    expect(await put(DESIRED, { 'content-type': 'Application/JSON; charset=utf-8' })).toMatchObject({ status: 200 });
  });

  test.each([
    ['an unknown field', { ...DESIRED, force: true }, 'force', 'expected one of the fields policy, why, until'],
    ['an unknown field inside', { ...DESIRED, policy: { ...DESIRED.policy, x: 1 } }, 'policy.x', 'it is unknown'],
    ['no reason', { ...DESIRED, why: undefined }, 'why', 'Cannot use nothing; expected a reason'],
    ['a short reason', { ...DESIRED, why: 'x' }, 'why', 'at least 3 characters'],
    [
      'an e-mail address in the reason',
      { ...DESIRED, why: 'asked by jo@acme.example' },
      'why',
      'without e-mail addresses',
    ],
    ['no end', { ...DESIRED, until: undefined }, 'until', 'a time such as'],
    ['an end without a zone', { ...DESIRED, until: '2026-11-22T12:00:00' }, 'until', 'a time such as'],
    [
      '51 rules',
      {
        ...DESIRED,
        policy: { ...DESIRED.policy, rules: Array(51).fill({ when: { share: 1 }, answer: { kind: 'absent' } }) },
      },
      'policy.rules',
      'at most 50 rules',
    ],
    ['no policy', { ...DESIRED, policy: 'absent' }, 'policy', 'Cannot use "absent"; expected an object'],
  ])('with %s is refused at its place', async (_case, body, path, message) => {
    const answer = await put(body);
    expect(answer).toMatchObject({ status: 400, json: { code: 'api.invalid' } });
    expect(answer.json['errors']).toContainEqual({ path, message: expect.stringContaining(message) });
  });
});

describe('a query', () => {
  test.each([
    ['/v1/tenants', 'limit=0', 'limit'],
    ['/v1/tenants', 'limit=101', 'limit'],
    ['/v1/tenants', 'limit=ten', 'limit'],
    ['/v1/tenants', 'limit=1&limit=2', 'limit'],
    ['/v1/tenants', 'cursor=%00', 'cursor'],
    ['/v1/tenants', 'cursor=A', 'cursor'],
    ['/v1/tenants/acme/events', 'cursor=A', 'cursor'],
    ['/v1/servers', 'cursor=A', 'cursor'],
    ['/v1/servers', 'tenant=&state=set', 'tenant'],
    ['/v1/tenants', 'page=2', 'page'],
    ['/v1/overview', 'tenant=globex', 'tenant'],
  ])('%s?%s is refused', async (path, query, at) => {
    const answer = await api.ask({ path, query, token });
    expect(answer).toMatchObject({ status: 400, json: { errors: [{ path: at }] } });
  });

  test('pages through tenants and events', async () => {
    for (const id of ['globex', 'hooli']) await api.repository.commit([{ kind: 'tenant', record: tenantRecord(id) }]);
    const first = await api.ask({ path: '/v1/tenants', query: 'limit=2', token });
    expect(first.json).toMatchObject({ items: [{ id: 'acme' }, { id: 'globex' }] });
    const second = await api.ask({ path: '/v1/tenants', query: `limit=2&cursor=${first.json['next']}`, token });
    expect(second.json).toEqual({ items: [expect.objectContaining({ id: 'hooli' })] });

    await put(DESIRED);
    await api.ask({ method: 'DELETE', path: OVERRIDE, token, headers: { 'if-match': '"2"' } });
    const latest = await api.ask({ path: '/v1/tenants/acme/events', query: 'limit=1', token });
    expect(latest.json).toMatchObject({ items: [{ action: 'override.removed' }] });
    const before = await api.ask({ path: '/v1/tenants/acme/events', query: `cursor=${latest.json['next']}`, token });
    expect(before.json).toMatchObject({ items: [{ action: 'override.set' }] });
    expect(before.json).not.toHaveProperty('next');
  });

  test("with a cursor of another tenant stays in one's own", async () => {
    const cursor = Buffer.from('2026-11-21T00:00:00.000Z#x').toString('base64url');
    const answer = await api.ask({ path: '/v1/tenants/acme/events', query: `cursor=${cursor}`, token });
    expect(answer).toMatchObject({ status: 200, json: { items: [] } });
  });
});

/** Longer than a key of the table may be. */
const LONG = 'a'.repeat(3000);

describe('what is not there', () => {
  test.each([
    ['GET', '/v1/tenants/{long}'],
    ['GET', '/v1/tenants/{long}/servers'],
    ['GET', '/v1/tenants/{long}/events'],
    ['GET', '/v1/tenants/{long}/checks'],
    ['GET', '/v1/tenants/acme/domains/{long}/discovery'],
    ['POST', '/v1/tenants/acme/domains/{long}/discovery/preview'],
    ['GET', '/v1/tenants/acme/domains/{long}/plan'],
    ['GET', '/v1/tenants/acme/servers/{long}/fallback'],
    ['GET', '/v1/tenants/acme/servers/{long}/adde-url'],
    ['DELETE', '/v1/tenants/acme/servers/{long}/adde-url'],
    ['GET', '/v1/tenants/acme/servers/{long}/token'],
    ['GET', '/v1/tenants/acme/servers/%00/token'],
    ['GET', '/v1'],
    ['GET', '/v1/'],
    ['GET', '/v1/nothing'],
    ['DELETE', '/v1/tenants'],
    ['PUT', '/v1/tenants/acme'],
    ['GET', '/v1/tenants/unknown'],
    ['GET', '/v1/tenants/..%2Facme'],
    ['GET', '/v1/tenants/acme/servers/none/fallback'],
    ['GET', '/v1/tenants/unknown/servers'],
    ['GET', '/v1/tenants/unknown/events'],
    ['GET', '/v1/tenants/acme/domains/no%20domain/discovery'],
  ])('%s %s: 404', async (method, path) => {
    const body = method === 'POST' ? {} : undefined;
    expect(await api.ask({ method, path: path.replace('{long}', LONG), token, body })).toMatchObject({
      status: 404,
      json: { code: 'api.not-found' },
    });
  });

  test('is hidden from callers who have not signed in', async () => {
    expect(await api.ask({ path: '/v1/nothing' })).toMatchObject({ status: 401 });
  });
});

describe('a preview', () => {
  const path = `${DISCOVERY}/preview`;
  const policy = {
    salt: 'x',
    rules: [
      { when: { families: ['Mac'] }, answer: { kind: 'refuse', message: 'No Macs here.' } },
      { when: { share: 100 }, answer: { kind: 'redirect', cluster: 'eu1' } },
    ],
    otherwise: { kind: 'absent' },
  };
  const preview = (body: unknown) => api.ask({ method: 'POST', path, token, body });

  test('says what is in force for a device', async () => {
    const expected = { rule: 'otherwise', answer: NA1.otherwise, status: 302 };
    expect(await preview({})).toMatchObject({ status: 200, json: expected });
  });

  test.each([
    ['a Mac', { family: 'Mac' }, { rule: 0, status: 403 }],
    ['a person', { identifier: 'jane@acme.example' }, { rule: 1, status: 302 }],
    ['unknown', {}, { rule: 'otherwise', status: 404 }],
  ])('says what another policy would answer %s', async (_case, device, expected) => {
    expect(await preview({ ...device, policy })).toMatchObject({ status: 200, json: expected });
    expect(api.lines.join()).not.toContain('jane');
  });

  test('of another policy is for the platform team', async () => {
    const own = await provider.token(claims.acme);
    expect(await api.ask({ method: 'POST', path, token: own, body: { policy } })).toMatchObject({ status: 403 });
  });
});

describe('the overview', () => {
  test('counts, and lists the overrides in force', async () => {
    await put({ ...DESIRED, until: '2026-11-21T12:10:00Z' });
    await api.repository.commit([
      {
        kind: 'tenant',
        record: tenantRecord('globex', {
          domains: [
            { name: domainRecord('globex.example', 'globex').name, decidedBy: 'edge' },
            { name: domainRecord('globex-de.example', 'globex').name, decidedBy: 'elsewhere' },
          ],
        }),
      },
      { kind: 'tenant', record: tenantRecord('gone', { releasedAt: '2026-11-20T00:00:00.000Z' }) },
    ]);
    const overview = async () => (await api.ask({ path: '/v1/overview', token })).json;
    const counted = {
      tenants: { active: 2, released: 1 },
      domains: { edge: 1, backend: 0, elsewhere: 1 },
      servers: 1,
      checks: { serving: 0, inProgress: 0, stuck: 0, notChecked: 3 },
    };
    const override = { tenant: 'acme', target: 'acme.example', until: '2026-11-21T12:10:00.000Z', why: 'test' };
    expect(await overview()).toMatchObject({ ...counted, overrides: [override] });
    api.now = NOW + 600_000;
    token = await provider.token({ ...claims.platform, exp: NOW / 1000 + 3600 });
    expect(await overview()).toMatchObject({ ...counted, overrides: [] });
    token = await provider.token(claims.platform);
  });
});

describe('a database that fails', () => {
  const named = (name: string) => Object.assign(new Error('the message names a table'), { name });

  test.each([
    ['ProvisionedThroughputExceededException', 503, 'api.busy', '2'],
    ['ThrottlingException', 503, 'api.busy', '2'],
    ['TimeoutError', 500, 'api.internal', undefined],
    ['ResourceNotFoundException', 500, 'api.internal', undefined],
  ])('with %s: %p %s, and nothing of the fault is shown', async (name, status, code, retryAfter) => {
    api.beforeCall = () => {
      throw named(name);
    };
    const answer = await api.ask({ path: DISCOVERY, token });
    expect(answer).toMatchObject({ status, json: { code } });
    expect(answer.headers['retry-after']).toBe(retryAfter);
    expect(answer.text).not.toContain('table');
    expect(JSON.parse(api.lines[0] ?? '')).toMatchObject({ error: name, code, status });
  });

  test('at any step of an override leaves all or nothing', async () => {
    await put(DESIRED);
    const steps = api.calls.length;
    expect(steps).toBeGreaterThan(2);
    for (let step = 1; step <= steps; step += 1) {
      const other = await startApi(engine, provider);
      await other.repository.commit([{ kind: 'domain', record: domainRecord('acme.example', 'acme') }]);
      other.beforeCall = () => {
        if (other.calls.length === step) throw named('TimeoutError');
      };
      const headers = { 'if-match': '"1"' };
      expect((await other.ask({ method: 'PUT', path: OVERRIDE, token, body: DESIRED, headers })).status).toBe(500);
      const { record, override } = await other.repository.domain('acme', 'acme.example');
      const { items } = await other.repository.listEvents('acme', { limit: 10 });
      const written = [record?.override !== undefined, override !== undefined, items.length === 1];
      expect(new Set(written).size).toBe(1);
    }
  });
});

describe('the log line', () => {
  test('has an allow-list of fields and nothing of what was asked', async () => {
    await put({ ...DESIRED, why: 'a secret reason' }, { cookie: 'c=1' });
    expect(api.lines).toHaveLength(1);
    expect(JSON.parse(api.lines[0] ?? '')).toEqual({
      requestId: 'request-1',
      operation: 'putDomainOverride',
      role: 'platform',
      tenant: 'acme',
      status: 200,
      milliseconds: 0,
    });
  });

  test('of a refused request names no tenant that was guessed', async () => {
    await api.ask({ path: '/v1/tenants/jane@acme.example', token: await provider.token(claims.acme) });
    await api.ask({ path: '/v1/tenants/jane@acme.example', token });
    expect(api.lines).toHaveLength(2);
    expect(api.lines.join()).not.toContain('jane');
  });
});

test('a request that no HTTP request can be is refused', async () => {
  const answer = await api.ask({ path: '/v1/tenants', token, headers: { 'x-bad': 'a\nb' } });
  expect(answer).toMatchObject({ status: 400, json: { code: 'api.invalid' } });
});
