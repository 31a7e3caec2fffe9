import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { createLeases } from '../../../lib/adapters/dynamodb/leases';
import { createRegistrationStore, tableIdentity } from '../../../lib/adapters/dynamodb/registrations';
import { createTenantRepository } from '../../../lib/adapters/dynamodb/tenants';
import { requestUrl } from '../../../lib/core/registration/desired-state';
import type { ServerKey } from '../../../lib/core/registration/registration';
import { newRegistration } from '../../../lib/core/registration/registration';
import { commitOf } from '../../../lib/core/registration/step';
import { registrationStoreBattery } from '../../backend/registration/store-battery';
import { type Engine, startDynoxide } from '../../support/dynamodb';
import { EU1, serverRecord, tenantRecord } from '../../support/tenant-records';

let engine: Engine;
beforeAll(async () => {
  engine = await startDynoxide();
});
afterAll(() => engine.close());

async function declare(servers: readonly ServerKey[]) {
  const table = await engine.createTable();
  const repository = createTenantRepository(engine.client, table);
  for (const tenant of new Set(servers.map((key) => key.tenant))) {
    const names = servers.filter((key) => key.tenant === tenant).map(({ server }) => server);
    await repository.commit([{ kind: 'tenant', record: tenantRecord(tenant, { servers: names }) }]);
    for (const name of names) await repository.commit([{ kind: 'server', record: serverRecord(name, tenant) }]);
  }
  const store = createRegistrationStore(engine.client, table);
  return { table, repository, store, leases: createLeases(engine.client, table) };
}

describe('registrations in the embedded engine', () => registrationStoreBattery(declare));

describe('a registration on the item of its server', () => {
  const key = { tenant: 'acme', server: 'main' };
  const moment = { now: Date.parse('2026-11-21T08:00:00Z'), jitter: 0, by: 'machine:cli' };
  const desired = () => {
    const registration = newRegistration(key, moment.now);
    const commit = commitOf(registration, requestUrl(registration, 'https://a.example/', moment));
    if (!commit) throw new Error('The request changes nothing; expected a step.');
    return commit;
  };

  test('does not disturb what is declared, nor is disturbed by it', async () => {
    const { repository, store } = await declare([key]);
    await store.commit(0, desired());
    await repository.commit([{ kind: 'server', record: serverRecord('main', 'acme', { declared: EU1, version: 2 }) }]);
    expect((await store.get(key))?.registration).toMatchObject({ version: 1, state: 'pending' });
    expect((await repository.server('acme', 'main')).record?.declared).toEqual(EU1);
  });

  test('is known with the end of its answers where the server was released', async () => {
    const { repository, store } = await declare([key]);
    expect(await store.get(key)).not.toHaveProperty('answersUntil');
    const marks = { releasedAt: '2026-11-21T08:00:00.000Z', answersUntil: '2026-11-28T08:00:00.000Z' };
    await repository.commit([{ kind: 'server', record: serverRecord('main', 'acme', { ...marks, version: 2 }) }]);
    expect(await store.get(key)).toMatchObject({ answersUntil: marks.answersUntil });
  });

  test("is part of its tenant's history", async () => {
    const { repository, store } = await declare([key]);
    await store.commit(0, desired());
    const { items } = await repository.listEvents(tenantRecord('acme').id, { limit: 10 });
    expect(items).toEqual([
      {
        tenant: 'acme',
        time: '2026-11-21T08:00:00.000Z',
        id: 'main-00000001-0',
        action: 'registration.requested',
        by: 'machine:cli',
        changes: [{ subject: 'server:main', version: 1, from: ['none'], to: ['pending', 'https://a.example/'] }],
      },
    ]);
  });

  test('is found by its state', async () => {
    const { table, store } = await declare([key]);
    await store.commit(0, desired());
    const { Items = [] } = await engine.client.send(new ScanCommand({ TableName: table, IndexName: 'GSI3' }));
    expect(Items.map(({ gsi3pk }) => gsi3pk?.S)).toEqual(['STATE#PENDING']);
  });
});

test('two tables have different identities', async () => {
  const [one, two] = [await engine.createTable(), await engine.createTable()];
  const identity = await tableIdentity(engine.client, one);
  expect(identity).toBe(await tableIdentity(engine.client, one));
  expect(identity).not.toBe(await tableIdentity(engine.client, two));
});
