import { type CryptoKey, generateKeyPair } from 'jose';
import { buildDocument } from '../../../docs/openapi';
import {
  type Api,
  type Ask,
  AUDIENCE,
  claims,
  ISSUER,
  NOW,
  type Provider,
  startApi,
  startProvider,
} from '../../support/api';
import { type Engine, startDynoxide } from '../../support/dynamodb';
import { domainRecord, NA1, serverRecord, tenantRecord } from '../../support/tenant-records';

const POLICY = { rules: [], otherwise: { kind: 'absent' } };
const OVERRIDE = { policy: POLICY, why: 'test', until: '2026-11-22T00:00:00Z' };

/** A valid request of each operation, but for who asks: about the tenant acme where the path names one. */
const REQUESTS: Readonly<Record<string, { readonly body?: unknown; readonly etag?: string }>> = {
  getOverview: {},
  listTenants: {},
  getTenant: {},
  listEvents: {},
  getDiscovery: {},
  putDomainOverride: { body: OVERRIDE, etag: '"1"' },
  deleteDomainOverride: { etag: '"1"' },
  previewDiscovery: { body: {} },
  findServers: {},
  getPlan: {},
  listChecks: {},
  postCheck: { body: { domain: 'acme.example' } },
  listServers: {},
  getFallback: {},
  putFallbackOverride: { body: OVERRIDE, etag: '"1"' },
  deleteFallbackOverride: { etag: '"1"' },
  getAddeUrl: {},
  putAddeUrl: { body: {} },
  deleteAddeUrl: {},
  refreshAddeUrl: {},
  getToken: {},
  postTokenKey: { body: { confirm: 'main' } },
  putToken: { body: { file: Buffer.from('{}').toString('base64'), force: true } },
  deleteToken: {},
  getControls: {},
  putControls: { body: { appleWrites: 'on' } },
  postReleaseBrake: {},
  listClusters: {},
  countDiscoveries: {},
};

/** What each kind of principal is answered: a column per principal, a row per operation. */
const COLUMNS = [
  'platform',
  'platform machine',
  'platform, read only',
  'own tenant',
  'own tenant, read only',
  'other tenant',
  'no group',
  'person with the machine scope',
] as const;
const ROWS: Readonly<Record<string, readonly number[]>> = {
  getOverview: [200, 200, 200, 200, 200, 200, 200, 200],
  listTenants: [200, 200, 200, 200, 200, 200, 200, 200],
  getTenant: [200, 200, 200, 200, 200, 404, 404, 404],
  listEvents: [200, 200, 200, 200, 200, 404, 404, 404],
  getDiscovery: [200, 200, 200, 200, 200, 404, 404, 404],
  putDomainOverride: [200, 200, 403, 403, 403, 404, 404, 404],
  deleteDomainOverride: [200, 200, 403, 403, 403, 404, 404, 404],
  previewDiscovery: [200, 200, 200, 200, 200, 404, 404, 404],
  findServers: [200, 200, 200, 200, 200, 200, 200, 200],
  getPlan: [200, 200, 200, 200, 200, 404, 404, 404],
  listChecks: [200, 200, 200, 200, 200, 404, 404, 404],
  postCheck: [200, 200, 403, 200, 403, 404, 404, 404],
  listServers: [200, 200, 200, 200, 200, 404, 404, 404],
  getFallback: [200, 200, 200, 200, 200, 404, 404, 404],
  putFallbackOverride: [200, 200, 403, 403, 403, 404, 404, 404],
  deleteFallbackOverride: [200, 200, 403, 403, 403, 404, 404, 404],
  getAddeUrl: [200, 200, 200, 200, 200, 404, 404, 404],
  // There is no token yet: the desired state is stored.
  putAddeUrl: [202, 202, 403, 202, 403, 404, 404, 404],
  deleteAddeUrl: [200, 200, 403, 200, 403, 404, 404, 404],
  refreshAddeUrl: [202, 202, 403, 202, 403, 404, 404, 404],
  getToken: [200, 200, 200, 200, 200, 404, 404, 404],
  postTokenKey: [200, 200, 403, 200, 403, 404, 404, 404],
  // What is uploaded is no token.
  putToken: [422, 422, 403, 422, 403, 404, 404, 404],
  deleteToken: [200, 200, 403, 403, 403, 404, 404, 404],
  getControls: [200, 200, 200, 403, 403, 403, 403, 403],
  putControls: [200, 200, 403, 403, 403, 403, 403, 403],
  postReleaseBrake: [200, 200, 403, 403, 403, 403, 403, 403],
  listClusters: [200, 200, 200, 403, 403, 403, 403, 403],
  countDiscoveries: [200, 200, 200, 403, 403, 403, 403, 403],
};

const READ = 'signpost/read';
const PRINCIPALS: Readonly<Record<(typeof COLUMNS)[number], Readonly<Record<string, unknown>>>> = {
  platform: claims.platform,
  'platform machine': claims.machine,
  'platform, read only': claims.platformReadOnly,
  'own tenant': claims.acme,
  'own tenant, read only': { ...claims.acme, scope: READ },
  'other tenant': claims.globex,
  'no group': { scope: `${READ} signpost/write` },
  'person with the machine scope': { scope: claims.machine.scope },
};

const paths = buildDocument().paths;
const OPERATIONS = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { operationId }]) => ({ id: operationId, method: method.toUpperCase(), path })),
);

let engine: Engine;
let provider: Provider;
/** Signs what the provider has not signed. */
let stranger: CryptoKey;
let api: Api;
/** A request may have changed the table since it was filled. */
let touched = true;
beforeAll(async () => {
  const keys = generateKeyPair('RS256');
  [engine, provider, { privateKey: stranger }] = await Promise.all([startDynoxide(), startProvider(), keys]);
});
afterAll(() => engine.close());

/** A table with the same for two tenants; overrides are there to be removed. Made anew where it may differ by now. */
async function fill(): Promise<void> {
  if (!touched) {
    api.calls.splice(0);
    return;
  }
  touched = false;
  api = await startApi(engine, provider);
  const override = { policy: NA1, until: '2026-11-22T00:00:00.000Z' };
  for (const id of ['acme', 'globex'])
    await api.repository.commit([
      { kind: 'tenant', record: tenantRecord(id) },
      { kind: 'domain', record: domainRecord(`${id}.example`, id, { override }) },
      { kind: 'server', record: serverRecord('main', id, { override }) },
    ]);
}

const REFUSALS = [401, 403, 404];

async function ask(request: Ask) {
  const answer = await api.ask(request);
  if ((request.method ?? 'GET') !== 'GET' && !REFUSALS.includes(answer.status)) touched = true;
  return answer;
}

function requestOf({ id, method, path }: (typeof OPERATIONS)[number], tenant = 'acme'): Ask {
  const { body, etag } = REQUESTS[id] ?? {};
  return {
    method,
    path: path.replace('{tenant}', tenant).replace('{domain}', `${tenant}.example`).replace('{server}', 'main'),
    body,
    headers: etag === undefined ? {} : { 'if-match': etag },
  };
}

describe('the table of operations', () => {
  test('has a row and a request for each operation of the document', () => {
    const ids = OPERATIONS.map(({ id }) => id).sort();
    expect(Object.keys(ROWS).sort()).toEqual(ids);
    expect(Object.keys(REQUESTS).sort()).toEqual(ids);
  });
});

describe.each(OPERATIONS)('$id', (operation) => {
  beforeEach(fill);

  test.each(
    COLUMNS.map((column, index) => [column, ROWS[operation.id]?.[index]] as const),
  )('%s: %p', async (column, status) => {
    const token = await provider.token(PRINCIPALS[column]);
    const answer = await ask({ ...requestOf(operation), token });
    expect(answer.status).toBe(status);
    // A refusal reads nothing of the table.
    if (status !== 200) expect(api.calls).toEqual([]);
  });

  test.each(Object.entries(BAD_TOKENS()))('%s: 401', async (_case, make) => {
    const token = await make();
    const answer = await ask({ ...requestOf(operation), token });
    expect(answer).toMatchObject({ status: 401, json: { code: 'api.unauthenticated' } });
    expect(answer.headers['www-authenticate']).toContain('Bearer');
    expect(api.calls).toEqual([]);
  });

  if (operation.path.includes('{tenant}')) {
    test("another customer's tenant is answered like a tenant that does not exist, byte for byte and read for read", async () => {
      const token = await provider.token(claims.acme);
      const theirs = await ask({ ...requestOf(operation, 'globex'), token });
      const calls = api.calls.splice(0);
      const none = await ask({ ...requestOf(operation, 'unknown'), token });
      expect(theirs.status).toBe(404);
      expect(none).toEqual(theirs);
      expect(api.calls).toEqual(calls);
      const own = await ask({ ...requestOf(operation, 'acme'), token });
      expect(own.status).not.toBe(404);
    });
  }
});

/** Tokens that must not be accepted, each wrong in one thing. */
function BAD_TOKENS(): Record<string, () => Promise<string | undefined>> {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const unsigned = { iss: ISSUER, aud: AUDIENCE, exp: NOW / 1000 + 300, sub: 'x', ...claims.platform };
  return {
    'no token': async () => undefined,
    'no token at all behind the word': async () => '',
    rubbish: async () => 'a.b.c',
    expired: () => provider.token({ ...claims.platform, exp: NOW / 1000 - 60 }),
    'not yet valid': () => provider.token({ ...claims.platform, nbf: NOW / 1000 + 60 }),
    'for another audience': () => provider.token({ ...claims.platform, aud: 'another-api' }),
    'by another issuer': () => provider.token({ ...claims.platform, iss: 'https://evil.example' }),
    'without a subject': () => provider.token({ ...claims.platform, sub: undefined }),
    'unsigned (alg none)': async () => `${encode({ alg: 'none' })}.${encode(unsigned)}.`,
    'signed with a shared secret': () =>
      provider.token(claims.platform, { alg: 'HS256', key: new TextEncoder().encode('x'.repeat(32)) }),
    'signed by another algorithm of the provider': () => provider.token(claims.platform, provider.otherKey),
    'signed with a key that the provider does not have': async () => provider.token(claims.platform, { key: stranger }),
    'signed with an unknown key': () => provider.token(claims.platform, { kid: 'k2' }),
  };
}

describe('what a tenant sees of all tenants', () => {
  beforeEach(fill);
  const list = async (of: object) =>
    (await api.ask({ path: '/v1/tenants', token: await provider.token({ ...of }) })).json['items'];

  test('is its own alone', async () => {
    expect(await list(claims.acme)).toMatchObject([{ id: 'acme' }]);
    expect(await list({ scope: READ })).toEqual([]);
    expect(await list(claims.platform)).toMatchObject([{ id: 'acme' }, { id: 'globex' }]);
  });

  test("of a stranger's domain under its own name is nothing", async () => {
    const token = await provider.token(claims.acme);
    const path = '/v1/tenants/acme/domains/globex.example/discovery';
    const theirs = await api.ask({ path, token });
    const calls = api.calls.splice(0);
    const none = await api.ask({ path: path.replace('globex', 'unknown'), token });
    expect(theirs.status).toBe(404);
    expect(none).toEqual(theirs);
    expect(api.calls).toEqual(calls);
  });

  test('with groups that the gateway mangled into a text is nothing', async () => {
    expect(await list({ ...claims.acme, groups: '[signpost-tenant-acme]' })).toEqual([]);
    expect(await list({ ...claims.machine, groups: '[signpost-platform]' })).toEqual([]);
  });
});

describe('the provider', () => {
  test.each([
    ['does not answer', {}],
    ['names another issuer', { issuer: 'https://evil.example', jwks_uri: `${ISSUER}/jwks` }],
    ['has its keys on plain http', { issuer: ISSUER, jwks_uri: 'http://id.signpost.example/jwks' }],
    ['has no keys', { issuer: ISSUER, jwks_uri: `${ISSUER}/none` }],
  ])('that %s refuses every token: 503', async (_case, configuration) => {
    const broken = await startProvider();
    const token = await broken.token(claims.platform);
    broken.documents = { [`${ISSUER}/.well-known/openid-configuration`]: configuration };
    const other = await startApi(engine, broken);
    const answer = await other.ask({ path: '/v1/tenants', token });
    expect(answer).toMatchObject({ status: 503, json: { code: 'api.provider-unreachable' } });
    expect(answer.headers['retry-after']).toBeDefined();
  });

  test('that comes back accepts tokens again', async () => {
    const shaky = await startProvider();
    const other = await startApi(engine, shaky);
    const token = await shaky.token(claims.platform);
    const documents = shaky.documents;
    shaky.documents = {};
    expect((await other.ask({ path: '/v1/tenants', token })).status).toBe(503);
    shaky.documents = documents;
    expect((await other.ask({ path: '/v1/tenants', token })).status).toBe(200);
  });
});
