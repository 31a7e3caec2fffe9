import { afterCheck, newCheck } from '../../../lib/core/checks/check';
import { definitionOf } from '../../../lib/core/problems';
import { type Api, claims, NOW, type Provider, startApi, startProvider } from '../../support/api';
import { BLIND, seen } from '../../support/checks';
import { type Engine, startDynoxide } from '../../support/dynamodb';
import { domainName, domainRecord, serverRecord, tenantId, tenantRecord } from '../../support/tenant-records';

const PATH = '/v1/tenants/acme/checks';
const TIME = new Date(NOW).toISOString();

let engine: Engine;
let provider: Provider;
let api: Api;
let token: string;
beforeAll(async () => {
  [engine, provider] = await Promise.all([startDynoxide(), startProvider()]);
});
afterAll(() => engine.close());
beforeEach(async () => {
  api = await startApi(engine, provider);
  token = await provider.token({ ...claims.platform, exp: NOW / 1000 + 7200 });
  const domains = ['acme.example', 'old.example'].map(
    (name) => ({ name: domainName(name), decidedBy: 'backend' }) as const,
  );
  await api.repository.commit([
    { kind: 'tenant', record: tenantRecord('acme', { domains, servers: ['main'] }) },
    ...domains.map(({ name }) => ({ kind: 'domain', record: domainRecord(name, 'acme') }) as const),
    { kind: 'server', record: serverRecord('main', 'acme') },
  ]);
});

const list = () => api.ask({ path: PATH, token });
const observe = (body: object = { domain: 'acme.example' }) => api.ask({ method: 'POST', path: PATH, token, body });
const overview = async (part = 'checks') => (await api.ask({ path: '/v1/overview', token })).json[part];

describe('the list of checks', () => {
  test('has every domain, then every server, checked or not', async () => {
    expect((await list()).json).toEqual({
      items: [
        { kind: 'domain', name: 'acme.example', status: null },
        { kind: 'domain', name: 'old.example', status: null },
        { kind: 'server', name: 'main', status: null },
      ],
    });
    await observe();
    expect((await list()).json['items']).toMatchObject([
      { name: 'acme.example', status: { word: 'serving', since: TIME, checkedAt: TIME } },
      { name: 'old.example', status: null },
      { name: 'main', status: null },
    ]);
  });
});

describe('a check on demand', () => {
  test('is stored, with what was found', async () => {
    api.checks.environment = () => seen('stuck');
    const { status, json } = await observe();
    expect(status).toBe(200);
    expect(json).toMatchObject({ status: { word: 'stuck', findings: [{ code: 'tls.expired' }] } });
    expect((await list()).json['items']).toContainEqual(json);
  });

  test('is about a fallback as well, and takes a domain in any case', async () => {
    expect((await observe({ server: 'main' })).json).toMatchObject({ kind: 'server', status: { word: 'serving' } });
    expect((await observe({ domain: 'ACME.example' })).json).toMatchObject({ name: 'acme.example' });
  });

  test('so soon after the last one is answered by that', async () => {
    const first = await observe();
    api.checks.environment = () => seen('stuck');
    api.now = NOW + 9_999;
    expect((await observe()).json).toEqual(first.json);
    expect(api.checks.observed).toEqual(['acme.example']);
    api.now = NOW + 10_000;
    expect((await observe()).json).toMatchObject({ status: { word: 'stuck' } });
  });

  test('that observes nothing says why, and keeps the status', async () => {
    await observe();
    api.now = NOW + 60_000;
    api.checks.environment = () => BLIND;
    const { status, json } = await observe();
    expect(status).toBe(200);
    const since = new Date(api.now).toISOString();
    expect(json).toMatchObject({
      status: { word: 'serving', checkedAt: TIME },
      blind: { since, code: 'check.no-way-out' },
    });
  });

  test.each([
    ['an unknown domain', { domain: 'unknown.example' }],
    ["another tenant's domain", { domain: 'globex.example' }],
    ['an unknown server', { server: 'other' }],
  ])('of %s is no answer, and leaves nothing', async (_case, body) => {
    await api.repository.commit([{ kind: 'domain', record: domainRecord('globex.example', 'globex') }]);
    expect(await observe(body)).toMatchObject({ status: 404 });
    expect(api.checks.observed).toEqual([]);
    expect((await list()).json['items']).toHaveLength(3);
  });

  test.each([
    [{}],
    [{ domain: 'acme.example', server: 'main' }],
    [{ domain: 7 }],
    [{ domain: 'a'.repeat(254) }],
    [{ domain: 'acme.example', force: true }],
  ])('that is asked for by %j is refused', async (body) => {
    expect(await observe(body)).toMatchObject({ status: 400, json: { code: 'api.invalid' } });
    expect(api.checks.observed).toEqual([]);
  });

  test('makes an event and one message of a change', async () => {
    await observe();
    api.now = NOW + 60_000;
    api.checks.environment = () => seen('stuck');
    await observe();
    const { json } = await api.ask({ path: '/v1/tenants/acme/events', token });
    expect(json['items']).toMatchObject([
      {
        action: 'status.changed',
        by: 'signpost',
        changes: [{ subject: 'acme.example', version: 0, from: ['serving'], to: ['stuck', expect.any(String)] }],
      },
    ]);
    expect(api.checks.messages.map(({ subject }) => subject)).toEqual([
      'Signpost: acme.example does not serve any more',
    ]);
  });
});

describe('the overview', () => {
  test('counts by status, for the platform team and for a tenant', async () => {
    await observe();
    api.checks.environment = () => seen('stuck');
    await observe({ domain: 'old.example' });
    const counts = { serving: 1, inProgress: 0, stuck: 1, notChecked: 1 };
    expect(await overview()).toEqual(counts);
    token = await provider.token(claims.acme);
    expect(await overview()).toEqual(counts);
    token = await provider.token(claims.globex);
    expect(await overview()).toEqual({ serving: 0, inProgress: 0, stuck: 0, notChecked: 0 });
  });

  const stuck = (tenant: string, target: string) => ({
    kind: 'status-stuck',
    tenant,
    target,
    code: 'tls.expired',
    title: definitionOf('tls.expired').title,
    since: TIME,
  });

  test.each([
    ['the platform team', claims.platform, [stuck('acme', 'acme.example'), stuck('acme', 'server:main')], 52],
    ['their administrator', claims.acme, [stuck('acme', 'acme.example'), stuck('acme', 'server:main')], 2],
    ["another's administrator", claims.globex, [stuck('globex', 'd00.example'), stuck('globex', 'd01.example')], 50],
  ])('names what is stuck, and what to fix first, for %s', async (_who, who, first, total) => {
    api.checks.environment = () => seen('stuck');
    await observe();
    await observe({ server: 'main' });
    api.checks.environment = () => seen('serving');
    await observe({ domain: 'old.example' });
    await stuckOfGlobex(50);
    token = await provider.token(who);
    const { items, ...rest } = (await overview('attention')) as { readonly items: readonly object[] };
    expect(rest).toEqual({ total });
    expect(items).toHaveLength(Math.min(total, 50));
    expect(items.slice(0, 2)).toEqual(first);
  });

  async function stuckOfGlobex(count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      const target = `d${String(index).padStart(2, '0')}.example`;
      const check = newCheck({ tenant: tenantId('globex'), target });
      await api.checks.ports.store.commit(afterCheck(check, seen('stuck'), { name: target, command: 'check' }, NOW));
    }
  }
});
