import { type Api, claims, NOW, type Provider, startApi, startProvider } from '../../support/api';
import { type Engine, startDynoxide } from '../../support/dynamodb';
import { domainRecord, EU1, NA1, serverRecord, tenantRecord } from '../../support/tenant-records';

const DISCOVERY = '/v1/tenants/acme/domains/acme.example/discovery';
const OVERRIDE = `${DISCOVERY}/override`;
const UNTIL = '2026-11-22T12:00:00.000Z';
const DESIRED = {
  policy: { rules: [], otherwise: { kind: 'redirect', cluster: 'eu1' } },
  why: 'na1 is down',
  until: UNTIL,
};

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
    { kind: 'tenant', record: tenantRecord('acme') },
    { kind: 'domain', record: domainRecord('acme.example', 'acme') },
    { kind: 'domain', record: domainRecord('edge.example', 'acme', { decidedBy: 'edge' }) },
    { kind: 'domain', record: domainRecord('own.example', 'acme', { decidedBy: 'elsewhere' }) },
    { kind: 'domain', record: domainRecord('gone.example', 'acme', { releasedAt: UNTIL }) },
    { kind: 'server', record: serverRecord('main', 'acme') },
  ]);
});

const put = (body: unknown = DESIRED, etag = '"1"', path = OVERRIDE) =>
  api.ask({ method: 'PUT', path, token, body, headers: { 'if-match': etag } });
const remove = (etag: string) => api.ask({ method: 'DELETE', path: OVERRIDE, token, headers: { 'if-match': etag } });
const show = () => api.ask({ path: DISCOVERY, token });

describe('an override', () => {
  test('is in force at once, shown beside the declaration, with who and why', async () => {
    const answer = await put();
    expect(answer).toMatchObject({ status: 200, headers: { etag: '"2"' } });
    const override = { policy: DESIRED.policy, by: 'person:person-1', why: DESIRED.why, until: UNTIL };
    expect(answer.json).toMatchObject({ declared: NA1, override, inForce: 'override' });
    expect((await show()).json).toEqual(answer.json);
    const { items } = await api.repository.listEvents('acme', { limit: 10 });
    expect(items).toEqual([
      {
        tenant: 'acme',
        time: '2026-11-21T12:00:00.000Z',
        id: 'e1',
        action: 'override.set',
        by: 'person:person-1',
        why: DESIRED.why,
        changes: [{ subject: 'acme.example', version: 2, from: ['→ na1.mdm.example'], to: ['→ eu1.mdm.example'] }],
      },
    ]);
  });

  test('counts until the second that it names, and not at it', async () => {
    await put();
    api.now = Date.parse(UNTIL) - 1;
    token = await provider.token({ ...claims.platform, exp: NOW / 1000 + 90_000 });
    expect((await show()).json).toMatchObject({ inForce: 'override' });
    api.now = Date.parse(UNTIL);
    const ended = await show();
    expect(ended).toMatchObject({ headers: { etag: '"2-ended"' }, json: { inForce: 'declared' } });
    expect(ended.json).not.toHaveProperty('override');
    token = await provider.token(claims.platform);
  });

  test('is removed, and the declared policy is in force again', async () => {
    await put();
    const answer = await remove('"2"');
    expect(answer).toMatchObject({ status: 200, json: { inForce: 'declared' } });
    expect(await api.repository.listOverrides()).toEqual([]);
    expect(await remove('"3"')).toMatchObject({ status: 404, json: { code: 'override.none' } });
  });

  test("works on a server's fallback as well", async () => {
    const fallback = '/v1/tenants/acme/servers/main/fallback';
    const answer = await put(DESIRED, '"1"', `${fallback}/override`);
    expect(answer).toMatchObject({ status: 200, json: { server: 'main', inForce: 'override' } });
    expect(await api.ask({ path: fallback, token })).toMatchObject({ status: 200, json: answer.json });
    const { status } = await api.ask({
      method: 'DELETE',
      path: `${fallback}/override`,
      token,
      headers: { 'if-match': '"2"' },
    });
    expect(status).toBe(200);
  });

  test.each([
    ['edge.example', 409, 'override.edge-decides', "state `decide: 'backend'`"],
    ['own.example', 409, 'override.decided-elsewhere', 'own web server'],
    ['gone.example', 409, 'override.released', 'deployed'],
    ['nowhere.example', 404, 'api.not-found', 'Cannot find it'],
  ])('of %s is refused: %p %s', async (domain, status, code, detail) => {
    const answer = await put(DESIRED, '"1"', `/v1/tenants/acme/domains/${domain}/discovery/override`);
    expect(answer).toMatchObject({ status, json: { code, detail: expect.stringContaining(detail) } });
  });

  test.each([
    ['in the past', '2026-11-21T11:00:00Z'],
    ['in half a minute', '2026-11-21T12:00:30Z'],
    ['in 31 days', '2026-12-22T12:00:00Z'],
  ])('that ends %s is refused', async (_case, until) => {
    expect(await put({ ...DESIRED, until })).toMatchObject({ status: 400, json: { code: 'override.until' } });
  });

  test('may end in one minute, of which the request has taken some', async () => {
    expect(await put({ ...DESIRED, until: '2026-11-21T12:00:50Z' })).toMatchObject({ status: 200 });
  });

  test('that names an unknown cluster is refused, with the name that was meant', async () => {
    const policy = { rules: [], otherwise: { kind: 'redirect', cluster: 'eu2' } };
    const answer = await put({ ...DESIRED, policy });
    expect(answer).toMatchObject({ status: 400, json: { code: 'override.cluster-unknown' } });
    expect(answer.json['detail']).toContain('did you mean "eu1"');
  });

  test.each([
    ['the declared one when left out', {}, 'move-2026'],
    ['its own', { salt: 'another' }, 'another'],
  ])('counts shares with a salt: %s', async (_case, salt, expected) => {
    const declared = { ...NA1, salt: 'move-2026' };
    await api.repository.commit([{ kind: 'domain', record: domainRecord('salted.example', 'acme', { declared }) }]);
    const policy = {
      ...salt,
      rules: [{ when: { share: 50 }, answer: { kind: 'absent' } }],
      otherwise: { kind: 'absent' },
    };
    const answer = await put({ ...DESIRED, policy }, '"1"', OVERRIDE.replace('acme.example', 'salted.example'));
    expect(answer.json).toMatchObject({ override: { resolved: { salt: expected } } });
  });

  test('cannot name a host', async () => {
    const otherwise = { kind: 'redirect', cluster: 'na1', url: 'https://stranger.example' };
    const answer = await put({ ...DESIRED, policy: { rules: [], otherwise } });
    expect(answer).toMatchObject({ status: 400, json: { code: 'api.invalid' } });
  });
});

describe('If-Match', () => {
  test.each([
    ['PUT', undefined],
    ['DELETE', undefined],
    ['PUT', '*'],
  ])('is required for %s (sent: %p)', async (method, etag) => {
    const headers: Record<string, string> = etag === undefined ? {} : { 'if-match': etag };
    const answer = await api.ask({ method, path: OVERRIDE, token, body: DESIRED, headers });
    expect(answer).toMatchObject({ status: 428, json: { code: 'api.precondition-required' } });
  });

  test('of something that changed meanwhile: 412 with what changed and what it is now', async () => {
    await put();
    const answer = await put({ ...DESIRED, why: 'me too' }, '"1"');
    expect(answer).toMatchObject({ status: 412, headers: { etag: '"2"' }, json: { code: 'api.precondition-failed' } });
    expect(answer.json['changes']).toMatchObject([{ action: 'override.set', why: DESIRED.why }]);
    expect(answer.json['current']).toEqual((await show()).json);
  });

  test("of a fallback has no event of the server's ADDE URL", async () => {
    const path = '/v1/tenants/acme/servers/main/fallback/override';
    for (const method of ['PUT', 'DELETE'])
      await api.ask({ method, path: '/v1/tenants/acme/servers/main/adde-url', token, body: {} });
    await put(DESIRED, '"1"', path);
    const answer = await put({ ...DESIRED, why: 'me too' }, '"1"', path);
    expect(answer).toMatchObject({ status: 412, headers: { etag: '"2"' } });
    expect(answer.json['changes']).toMatchObject([{ action: 'override.set', why: DESIRED.why }]);
  });

  test.each(['W/"1"', '1', '"x"', '"0"'])('%s is not an ETag of the API: 412', async (etag) => {
    expect(await put(DESIRED, etag)).toMatchObject({ status: 412, json: { changes: [] } });
  });

  test('of an override that ended by itself meanwhile: 412', async () => {
    await put({ ...DESIRED, until: '2026-11-21T12:02:00Z' });
    api.now = NOW + 180_000;
    expect(await remove('"2"')).toMatchObject({ status: 412, headers: { etag: '"2-ended"' } });
  });

  test('of two writers at once, one wins and the other gets a conflict', async () => {
    const answers = await Promise.all([put(), put({ ...DESIRED, why: 'me too' })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect((await api.repository.listEvents('acme', { limit: 10 })).items).toHaveLength(1);
  });

  test('of a domain that was declared anew meanwhile keeps the override and says so', async () => {
    await put();
    const { record } = await api.repository.domain('acme', 'acme.example');
    if (!record) throw new Error('no record');
    await api.repository.commit([{ kind: 'domain', record: { ...record, declared: EU1, version: 3 } }]);
    expect(await remove('"2"')).toMatchObject({ status: 412, json: { current: { inForce: 'override' } } });
  });
});
