import { createRegistrationStore } from '../../../lib/adapters/dynamodb/registrations';
import { afterCheck, newCheck } from '../../../lib/core/checks/check';
import { problem } from '../../../lib/core/problems';
import { commitOf, recordEvent, stepFrom } from '../../../lib/core/registration/step';
import { failed, ok } from '../../../lib/core/result';
import { type Api, claims, NOW, type Provider, startApi, startProvider } from '../../support/api';
import { seen } from '../../support/checks';
import { type Engine, startDynoxide } from '../../support/dynamodb';
import { domainName, domainRecord, EU1, NA1, serverRecord, tenantId, tenantRecord } from '../../support/tenant-records';

const DAY = 86_400_000;

let engine: Engine;
let provider: Provider;
let api: Api;
beforeAll(async () => {
  [engine, provider] = await Promise.all([startDynoxide(), startProvider()]);
});
afterAll(() => engine.close());
beforeEach(async () => {
  api = await startApi(engine, provider);
  const override = { policy: EU1, until: '2026-11-22T00:00:00.000Z' };
  await declare('acme', ['main', 'second']);
  await declare('globex', ['main'], { override });
  await declare('acme-labs', []);
});

async function declare(id: string, servers: readonly string[], changes = {}): Promise<void> {
  const name = domainName(`${id}.example`);
  await api.repository.commit([
    { kind: 'tenant', record: tenantRecord(id, { domains: [{ name, decidedBy: 'backend' }], servers: [...servers] }) },
    { kind: 'domain', record: domainRecord(name, id, changes) },
    ...servers.map((server) => ({ kind: 'server' as const, record: serverRecord(server, id, changes) })),
  ]);
}

async function ask(path: string, query = '', who: object = claims.platform) {
  return api.ask({ path, query, token: await provider.token({ ...who }) });
}

interface Row {
  readonly tenant: string;
  readonly server: string;
}

/** The servers of a page. */
async function found(query: string, who?: object): Promise<readonly string[]> {
  const { status, json } = await ask('/v1/servers', query, who);
  expect(status).toBe(200);
  return (json['items'] as readonly Row[]).map(({ tenant, server }) => `${tenant}/${server}`);
}

/** Something that happened to a server's registration. */
async function becomes(tenant: string, server: string, changes: Parameters<typeof recordEvent>[3]): Promise<void> {
  const store = createRegistrationStore(engine.client, api.registrations.ports.stage.storeId);
  const before = (await store.get({ tenant, server }))?.registration;
  const moment = { now: api.now, jitter: 0, by: 'test' };
  const commit = before && commitOf(before, recordEvent(stepFrom(before), moment, { what: 'failed' }, changes));
  if (!commit || !(await store.commit(before.version, commit))) throw new Error('Nothing was written.');
}

describe('the list of servers', () => {
  test('has every server with all that is known of it', async () => {
    const { json } = await ask('/v1/servers');
    expect(json['next']).toBeUndefined();
    expect(json['items']).toMatchObject([
      {
        tenant: 'acme',
        server: 'main',
        name: 'acme',
        state: 'active',
        domains: ['acme.example'],
        answers: [{ families: expect.arrayContaining(['Mac', 'iPhone']), answers: [NA1.otherwise] }],
        addeUrl: { state: 'none', defaultUrl: expect.stringContaining('/t/acme/s/main/') },
        token: { kind: 'owned', state: 'unknown' },
      },
      { tenant: 'acme', server: 'second' },
      { tenant: 'globex', server: 'main', answers: [{ answers: [EU1.otherwise] }] },
    ]);
  });

  test('shows what Apple holds as soon as it is set', async () => {
    const token = JSON.stringify(api.registrations.apple.downloadToken('acme/main'));
    const path = '/v1/tenants/acme/servers/main';
    const body = { file: Buffer.from(token).toString('base64'), force: true };
    const asAcme = await provider.token(claims.acme);
    await api.ask({ method: 'PUT', path: `${path}/token`, body, token: asAcme });
    await api.ask({ method: 'PUT', path: `${path}/adde-url`, body: {}, token: asAcme });
    expect((await ask('/v1/servers', 'state=set')).json['items']).toMatchObject([
      {
        tenant: 'acme',
        server: 'main',
        addeUrl: { state: 'set', observed: { kind: 'url', setTime: '2026-11-21T12:00:00.000Z' } },
        token: { state: 'good', expires: '2027-11-21T12:00:00.000Z' },
      },
    ]);
  });

  test('goes page by page', async () => {
    const first = await ask('/v1/servers', 'limit=2');
    expect(first.json['items']).toMatchObject([{ server: 'main' }, { server: 'second' }]);
    expect(await found(`limit=2&cursor=${first.json['next']}`)).toEqual(['globex/main']);
  });

  test.each([
    ['tenant=acme', ['acme/main', 'acme/second']],
    ['tenant=unknown', []],
    ['domain=globex.example', ['globex/main']],
    ['domain=Globex.Example', ['globex/main']],
    ['domain=unknown.example', []],
    ['domain=lobex.example', []],
    ['domain=acme-labs.example', []],
    ['domain=globex.example&tenant=acme', []],
    ['domain=globex.example&state=none', ['globex/main']],
    ['state=set', []],
    ['state=none&tenant=acme&limit=1', ['acme/main']],
  ])('finds for %s: %j', async (query, names) => {
    expect(await found(query)).toEqual(names);
  });

  test('of an administrator holds their tenants alone, whatever they search for', async () => {
    expect(await found('', claims.globex)).toEqual(['globex/main']);
    expect(await found('tenant=acme', claims.globex)).toEqual([]);
    expect(await found('domain=acme.example', claims.globex)).toEqual([]);
    expect(await found('state=none', claims.globex)).toEqual(['globex/main']);
    expect(await found('', { scope: claims.globex.scope })).toEqual([]);
  });

  test('of an administrator of several tenants goes through them, page by page', async () => {
    const groups = ['globex', 'unknown', 'acme', 'acme-labs'].map((id) => `signpost-tenant-${id}`);
    const both = { groups, scope: claims.globex.scope };
    const pages: (readonly string[])[] = [];
    let next: unknown = '';
    for (let query = 'limit=1'; next !== undefined; query = `limit=1&cursor=${next}`) {
      const { json } = await ask('/v1/servers', query, both);
      pages.push((json['items'] as readonly Row[]).map(({ tenant, server }) => `${tenant}/${server}`));
      next = json['next'];
    }
    expect(pages.flat()).toEqual(['acme/main', 'acme/second', 'globex/main']);
  });

  test('a cursor of another caller opens nothing', async () => {
    const { json } = await ask('/v1/servers', 'limit=1');
    expect(await found(`cursor=${json['next']}`, claims.globex)).toEqual(['globex/main']);
  });

  test.each([
    ['state=odd', 'state'],
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['cursor=!', 'cursor'],
    [`cursor=${Buffer.from('TENANT#x').toString('base64url')}`, 'cursor'],
    ['domain=no_domain', 'domain'],
    ['domain=', 'domain'],
    ['state=set&state=none', 'state'],
    ['colour=red', 'colour'],
  ])('refuses %s: %s', async (query, path) => {
    const { status, json } = await ask('/v1/servers', query);
    expect({ status, json }).toMatchObject({ status: 400, json: { code: 'api.invalid', errors: [{ path }] } });
    expect(api.calls).toEqual([]);
  });
});

describe('the overview', () => {
  const of = async (who?: object) => (await ask('/v1/overview', '', who)).json;
  const fault = { code: 'apple.terms-not-signed', message: 'Cannot', needs: 'tenant', since: NOW } as const;

  test('counts the servers by state', async () => {
    await becomes('acme', 'main', { state: 'overwritten' });
    const none = { pending: 0, set: 0, failed: 0, overwritten: 0, contested: 0, removing: 0 };
    expect((await of())['registrations']).toEqual({ ...none, none: 2, overwritten: 1 });
    expect((await of(claims.globex))['registrations']).toEqual({ ...none, none: 1 });
  });

  test('names what needs attention, the most urgent first, to those who may see it', async () => {
    await becomes('acme', 'main', { state: 'overwritten', token: { expiresAt: NOW + 30 * DAY } });
    await becomes('globex', 'main', { state: 'failed', fault });
    expect((await of())['attention']).toEqual({
      total: 3,
      items: [
        {
          kind: 'terms-unsigned',
          tenant: 'globex',
          server: 'main',
          code: 'apple.terms-not-signed',
          since: '2026-11-21T12:00:00.000Z',
        },
        { kind: 'overwritten', tenant: 'acme', server: 'main' },
        { kind: 'token-expiring', tenant: 'acme', server: 'main', expires: '2026-12-21T12:00:00.000Z' },
      ],
    });
    expect((await of(claims.globex))['attention']).toMatchObject({ total: 1, items: [{ tenant: 'globex' }] });
  });

  test('names what is stuck after what is wrong at Apple and before tokens', async () => {
    await becomes('acme', 'main', { state: 'overwritten', token: { expiresAt: NOW } });
    const check = newCheck({ tenant: tenantId('acme'), target: 'acme.example' });
    await api.checks.ports.store.commit(afterCheck(check, seen('stuck'), { name: 'acme.example', command: '' }, NOW));
    expect((await of())['attention']).toMatchObject({
      total: 3,
      items: [{ kind: 'overwritten' }, { kind: 'status-stuck', target: 'acme.example' }, { kind: 'token-expiring' }],
    });
  });

  test('of what is out of service names only what is not settled, since when', async () => {
    const releasedAt = '2026-11-20T00:00:00.000Z';
    await becomes('acme', 'main', { token: { expiresAt: NOW } });
    await api.repository.commit([{ kind: 'server', record: serverRecord('main', 'acme', { version: 2, releasedAt }) }]);
    expect(await of()).toMatchObject({ registrations: { none: 2 }, attention: { total: 0 } });
    await becomes('acme', 'main', { state: 'set', token: { expiresAt: NOW + 90 * DAY } });
    expect(await of()).toMatchObject({
      registrations: { set: 0 },
      attention: { total: 1, items: [{ kind: 'released', code: 'adde.released', since: releasedAt }] },
    });
  });

  test('shows to the platform team alone whether the stage writes to Apple', async () => {
    expect((await of())['stage']).toEqual({ appleWrites: 'on' });
    const token = await provider.token(claims.platform);
    await api.ask({ method: 'PUT', path: '/v1/controls', body: { appleWrites: 'observeOnly' }, token });
    expect((await of())['stage']).toEqual({ appleWrites: 'observeOnly', because: 'person' });
    expect((await of(claims.acme))['stage']).toBeUndefined();
  });
});

test('clusters are listed with the addresses that devices are sent to', async () => {
  expect((await ask('/v1/clusters')).json['items']).toEqual([
    { name: 'na1', url: 'https://na1.mdm.example/.well-known/com.apple.remotemanagement' },
    { name: 'eu1', url: 'https://eu1.mdm.example/.well-known/com.apple.remotemanagement' },
  ]);
});

describe('discoveries', () => {
  const HOUR = 3_600_000;

  test('are counted for every hour, the current one last', async () => {
    api.now = NOW + 5;
    api.countInvocations = async (from, to) => ok([{ at: from, count: to === NOW + HOUR ? 7 : 0 }]);
    expect((await ask('/v1/discoveries', 'hours=3')).json['items']).toEqual([
      { at: '2026-11-21T10:00:00.000Z', count: 7 },
      { at: '2026-11-21T11:00:00.000Z', count: 0 },
      { at: '2026-11-21T12:00:00.000Z', count: 0 },
    ]);
    expect((await ask('/v1/discoveries')).json['items']).toHaveLength(24);
  });

  test('that cannot be counted are not shown as zeros', async () => {
    api.countInvocations = async () => failed(problem('api.metrics-unreachable', 'Cannot count'));
    expect(await ask('/v1/discoveries')).toMatchObject({ status: 502, json: { code: 'api.metrics-unreachable' } });
  });

  test.each(['hours=0', 'hours=169', 'hours=x', 'hours='])('refuses %s', async (query) => {
    expect(await ask('/v1/discoveries', query)).toMatchObject({ status: 400, json: { errors: [{ path: 'hours' }] } });
  });
});
