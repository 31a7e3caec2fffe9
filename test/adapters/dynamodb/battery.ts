import { GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { createDiscoveryReader } from '../../../lib/adapters/dynamodb/discovery';
import { createTenantRepository } from '../../../lib/adapters/dynamodb/tenants';
import type { EventRecord, OverrideRecord } from '../../../lib/core/tenants/records';
import type { RecordChange, TenantRepository } from '../../../lib/core/tenants/repository';
import type { Engine } from '../../support/dynamodb';
import { domainRecord, EU1, NA1, serverRecord, tenantId, tenantRecord } from '../../support/tenant-records';

const UNTIL = '2026-12-01T00:00:00.000Z';

function override(tenant: string, target: string): OverrideRecord {
  return {
    tenant: tenantId(tenant),
    target,
    policy: { rules: [], otherwise: { kind: 'absent' } },
    by: 'machine:cli',
    why: 'test',
    since: '2026-11-21T00:00:00.000Z',
    until: UNTIL,
  };
}

function event(tenant: string, second: number): EventRecord {
  const time = new Date(Date.UTC(2026, 10, 21, 0, 0, second)).toISOString();
  return { tenant: tenantId(tenant), time, id: 'e1', action: 'override.set', by: 'machine:cli', changes: [] };
}

/** What every engine that holds the table must do. */
export function tenantRepositoryBattery(start: () => Promise<Engine>): void {
  let engine: Engine;
  let repository: TenantRepository;
  let table: string;
  beforeAll(async () => {
    engine = await start();
  });
  afterAll(() => engine.close());
  beforeEach(async () => {
    table = await engine.createTable();
    repository = createTenantRepository(engine.client, table);
  });
  const committed = async (...changes: RecordChange[]) => expect(await repository.commit(changes)).toBe('committed');
  const item = async (pk: string, sk: string) =>
    (await engine.client.send(new GetItemCommand({ TableName: table, Key: { pk: { S: pk }, sk: { S: sk } } }))).Item;

  test('knows nothing at first', async () => {
    expect(await repository.tenant('acme')).toBeUndefined();
    expect(await repository.tenants(['acme'])).toEqual([]);
    expect(await repository.tenants([])).toEqual([]);
    expect(await repository.domain('acme', 'acme.example')).toEqual({});
    expect(await repository.server('acme', 'main')).toEqual({});
    expect(await repository.servers('acme')).toEqual([]);
    expect(await repository.domains(['acme.example'])).toEqual(new Map());
    expect(await repository.listTenants({ limit: 10 })).toEqual({ items: [] });
    expect(await repository.listEvents('acme', { limit: 10 })).toEqual({ items: [] });
    expect(await repository.listOverrides()).toEqual([]);
  });

  test('gives back what was committed, whole', async () => {
    const tenant = tenantRecord('acme', { releasedAt: UNTIL, graceUntil: UNTIL, requests: ['r1'] });
    const domain = domainRecord('acme.example', 'acme', {
      declared: { ...NA1, rules: [{ when: { families: ['Mac'], share: 12.5 }, answer: { kind: 'absent' } }] },
      override: { policy: EU1, until: UNTIL },
      releasedAt: UNTIL,
      answersUntil: UNTIL,
    });
    const server = serverRecord('main', 'acme', { override: { policy: EU1, until: UNTIL } });
    const mine = override('acme', 'acme.example');
    await committed(
      { kind: 'tenant', record: tenant },
      { kind: 'domain', record: domain },
      { kind: 'server', record: server },
      { kind: 'override', record: mine },
      { kind: 'event', record: event('acme', 1) },
    );
    expect(await repository.tenant('acme')).toEqual(tenant);
    expect(await repository.domain('acme', 'acme.example')).toEqual({ record: domain, override: mine });
    expect(await repository.domains(['acme.example', 'other.example'])).toEqual(new Map([['acme.example', domain]]));
    expect(await repository.server('acme', 'main')).toEqual({ record: server });
    expect(await repository.servers('acme')).toEqual([server]);
    expect(await repository.listOverrides()).toEqual([mine]);
    expect(await repository.listEvents('acme', { limit: 10 })).toEqual({ items: [event('acme', 1)] });
  });

  test('hides a domain from every tenant but its own', async () => {
    await committed({ kind: 'domain', record: domainRecord('acme.example', 'acme') });
    expect(await repository.domain('globex', 'acme.example')).toEqual({});
  });

  test.each(['tenant', 'domain', 'server'] as const)('a %s is replaced by its next version only', async (kind) => {
    const change = (version: number): RecordChange => {
      if (kind === 'tenant') return { kind, record: tenantRecord('acme', { version }) };
      if (kind === 'domain') return { kind, record: domainRecord('acme.example', 'acme', { version }) };
      return { kind, record: serverRecord('main', 'acme', { version }) };
    };
    expect(await repository.commit([change(2)])).toBe('conflict');
    await committed(change(1));
    expect(await repository.commit([change(1)])).toBe('conflict');
    await committed(change(2));
    expect(await repository.commit([change(2)])).toBe('conflict');
    expect(await repository.commit([change(4)])).toBe('conflict');
  });

  test('commits all or nothing', async () => {
    await committed({ kind: 'domain', record: domainRecord('taken.example', 'globex') });
    const changes: RecordChange[] = [
      { kind: 'tenant', record: tenantRecord('acme') },
      { kind: 'domain', record: domainRecord('taken.example', 'acme') },
      { kind: 'override', record: override('acme', 'taken.example') },
      { kind: 'event', record: event('acme', 1) },
    ];
    expect(await repository.commit(changes)).toBe('conflict');
    expect(await repository.tenant('acme')).toBeUndefined();
    expect(await repository.listOverrides()).toEqual([]);
    expect(await repository.listEvents('acme', { limit: 10 })).toEqual({ items: [] });
  });

  test('of writers at once, one wins', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        repository.commit([{ kind: 'domain', record: domainRecord('acme.example', `t${index}`) }]),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'committed')).toHaveLength(1);
  });

  test('throws where the table is not there', async () => {
    const lost = createTenantRepository(engine.client, 'no-such-table');
    await expect(lost.tenant('acme')).rejects.toThrow();
    await expect(lost.commit([{ kind: 'tenant', record: tenantRecord('acme') }])).rejects.toThrow();
  });

  test('an override that is removed is gone, and removing it again is fine', async () => {
    await committed({ kind: 'override', record: override('acme', 'acme.example') });
    const removal: RecordChange = { kind: 'remove-override', tenant: 'acme', target: 'acme.example' };
    await committed(removal);
    await committed(removal);
    expect(await repository.listOverrides()).toEqual([]);
  });

  test('lists tenants by id, page by page', async () => {
    const ids = ['umbrella', 'acme', 'initech', 'globex', 'hooli'];
    for (const id of ids) await committed({ kind: 'tenant', record: tenantRecord(id) });
    const seen: string[][] = [];
    let after: string | undefined;
    do {
      const page = await repository.listTenants({ limit: 2, after });
      seen.push(page.items.map(({ id }) => id));
      after = page.next;
    } while (after !== undefined);
    expect(seen).toEqual([['acme', 'globex'], ['hooli', 'initech'], ['umbrella']]);
  });

  test('a full last page has no next one', async () => {
    await committed({ kind: 'tenant', record: tenantRecord('acme') });
    expect(await repository.listTenants({ limit: 1 })).toEqual({ items: [tenantRecord('acme')] });
  });

  test('lists events newest first, page by page, of one tenant', async () => {
    for (const second of [3, 1, 2]) await committed({ kind: 'event', record: event('acme', second) });
    await committed({ kind: 'event', record: event('globex', 9) });
    const first = await repository.listEvents('acme', { limit: 2 });
    const second = await repository.listEvents('acme', { limit: 2, after: first.next });
    expect([first, second].map(({ items }) => items)).toEqual([
      [event('acme', 3), event('acme', 2)],
      [event('acme', 1)],
    ]);
    expect(second.next).toBeUndefined();
  });

  test('reads more than one batch of domains', async () => {
    const names = Array.from({ length: 130 }, (_, index) => `d${index}.example`);
    for (let at = 0; at < names.length; at += 65) {
      const some = names.slice(at, at + 65);
      await committed(...some.map((name): RecordChange => ({ kind: 'domain', record: domainRecord(name, 'acme') })));
    }
    expect((await repository.domains([...names, 'unknown.example'])).size).toBe(names.length);
  });

  test("leaves the registration on a server's item alone", async () => {
    const Key = { pk: { S: 'TENANT#acme' }, sk: { S: 'SERVER#main' } };
    await engine.client.send(
      new PutItemCommand({ TableName: table, Item: { ...Key, registration: { S: 'pending' } } }),
    );
    expect(await repository.servers('acme')).toEqual([]);
    await committed({
      kind: 'server',
      record: serverRecord('main', 'acme', { override: { policy: EU1, until: UNTIL } }),
    });
    await committed({ kind: 'server', record: serverRecord('main', 'acme', { version: 2 }) });
    const stored = await item('TENANT#acme', 'SERVER#main');
    expect(stored?.['registration']).toEqual({ S: 'pending' });
    expect(stored?.['override']).toBeUndefined();
  });

  test('says when items may be removed', async () => {
    await committed(
      { kind: 'domain', record: domainRecord('acme.example', 'acme', { releasedAt: '2026-11-21T00:00:00.000Z' }) },
      { kind: 'domain', record: domainRecord('kept.example', 'acme') },
      { kind: 'override', record: override('acme', 'acme.example') },
      { kind: 'event', record: event('acme', 0) },
    );
    const expiry = async (pk: string, sk: string) => (await item(pk, sk))?.['expiresAt']?.N;
    expect(await expiry('DOMAIN#acme.example', 'DOMAIN')).toBe(String(Date.UTC(2026, 10, 28) / 1000));
    expect(await expiry('DOMAIN#kept.example', 'DOMAIN')).toBeUndefined();
    expect(await expiry('TENANT#acme', 'OVERRIDE#acme.example')).toBe(String(Date.parse(UNTIL) / 1000));
    const day400 = Date.UTC(2026, 10, 21 + 400) / 1000;
    expect(await expiry('TENANT#acme', 'EVENT#2026-11-21T00:00:00.000Z#e1')).toBe(String(day400));
  });

  describe('the discovery reader', () => {
    test('reads what decides the answer for devices, and no more', async () => {
      const domain = domainRecord('acme.example', 'acme', { override: { policy: EU1, until: UNTIL } });
      const server = serverRecord('main', 'acme');
      await committed({ kind: 'domain', record: domain }, { kind: 'server', record: server });
      const reader = createDiscoveryReader(engine.client, table);
      const { tenant, declared, override } = domain;
      expect(await reader.domain('acme.example')).toMatchObject({ tenant, declared, override });
      expect(await reader.domain('acme.example')).not.toHaveProperty('decidedBy');
      expect(await reader.server('acme', 'main')).toMatchObject({ tenant: 'acme', declared: NA1 });
    });

    test('finds nothing where nothing was declared', async () => {
      const reader = createDiscoveryReader(engine.client, table);
      const Key = { pk: { S: 'TENANT#acme' }, sk: { S: 'SERVER#main' } };
      await engine.client.send(new PutItemCommand({ TableName: table, Item: { ...Key, registration: { S: 'x' } } }));
      expect(await reader.domain('acme.example')).toBeUndefined();
      expect(await reader.server('acme', 'main')).toBeUndefined();
    });

    test('throws at an item that holds no policy', async () => {
      await committed({ kind: 'domain', record: domainRecord('acme.example', 'acme') });
      const Key = { pk: { S: 'DOMAIN#acme.example' }, sk: { S: 'DOMAIN' } };
      const broken = { UpdateExpression: 'SET declared = :d', ExpressionAttributeValues: { ':d': { S: 'x' } } };
      await engine.client.send(new UpdateItemCommand({ TableName: table, Key, ...broken }));
      await expect(createDiscoveryReader(engine.client, table).domain('acme.example')).rejects.toThrow('no policy');
    });
  });
}
