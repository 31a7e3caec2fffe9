import { createRegistrationStore } from '../../../lib/adapters/dynamodb/registrations';
import { createServerList } from '../../../lib/adapters/dynamodb/server-list';
import { createTenantRepository } from '../../../lib/adapters/dynamodb/tenants';
import { requestUrl } from '../../../lib/core/registration/desired-state';
import { newRegistration } from '../../../lib/core/registration/registration';
import { commitOf } from '../../../lib/core/registration/step';
import type { TenantRepository } from '../../../lib/core/tenants/repository';
import type { ListedServer, ServerFilter, ServerList } from '../../../lib/core/tenants/server-list';
import { type Engine, startDynoxide } from '../../support/dynamodb';
import { serverRecord } from '../../support/tenant-records';

const NOW = Date.parse('2026-11-21T08:00:00Z');

let engine: Engine;
let table: string;
let list: ServerList;
let repository: TenantRepository;
beforeAll(async () => {
  engine = await startDynoxide();
});
afterAll(() => engine.close());

async function open(): Promise<void> {
  table = await engine.createTable();
  list = createServerList(engine.client, table);
  repository = createTenantRepository(engine.client, table);
}

const nameOf = ({ record }: ListedServer) => `${record.tenant}/${record.name}`;

/** Every page by its names, the last one included. */
async function pages(filter: ServerFilter, limit: number): Promise<string[][]> {
  const all: string[][] = [];
  let after: string | undefined;
  do {
    const page = await list.page(filter, { limit, after });
    all.push(page.items.map(nameOf));
    after = page.next;
  } while (after !== undefined);
  return all;
}

describe('the list of servers', () => {
  beforeEach(open);
  const declare = async (...names: readonly string[]) => {
    for (const name of names) {
      const [tenant = '', server = ''] = name.split('/');
      await repository.commit([{ kind: 'server', record: serverRecord(server, tenant) }]);
    }
  };
  const desired = async (tenant: string, server: string) => {
    const before = newRegistration({ tenant, server }, NOW);
    const commit = commitOf(before, requestUrl(before, 'https://a.example/', { now: NOW, jitter: 0, by: 'person' }));
    if (commit) await createRegistrationStore(engine.client, table).commit(0, commit);
  };

  test('is empty at first', async () => {
    expect(await list.page({}, { limit: 10 })).toEqual({ items: [] });
    expect(await list.page({ state: 'set' }, { limit: 10 })).toEqual({ items: [] });
    expect(await list.page({ tenant: 'acme' }, { limit: 10 })).toEqual({ items: [] });
    expect(await list.summaries()).toEqual([]);
  });

  test('goes by tenant and name, page by page, and a full last page has no next one', async () => {
    await declare('acme-2/main', 'acme/two', 'acme/one', 'globex/main');
    expect(await pages({}, 2)).toEqual([
      ['acme/one', 'acme/two'],
      ['acme-2/main', 'globex/main'],
    ]);
    expect(await pages({ tenant: 'acme' }, 1)).toEqual([['acme/one'], ['acme/two']]);
  });

  test('knows a server from its declaration on, and its state from the first change on', async () => {
    await declare('acme/one', 'acme/two', 'globex/main');
    expect(await pages({ state: 'none' }, 10)).toEqual([['acme/one', 'acme/two', 'globex/main']]);
    await desired('acme', 'two');
    expect(await pages({ state: 'none' }, 1)).toEqual([['acme/one'], ['globex/main']]);
    expect(await pages({ state: 'pending' }, 10)).toEqual([['acme/two']]);
    expect(await pages({ state: 'pending', tenant: 'globex' }, 10)).toEqual([[]]);
    expect(await pages({ state: 'pending', tenant: 'acme' }, 10)).toEqual([['acme/two']]);
    const [server] = (await list.page({ state: 'pending' }, { limit: 10 })).items;
    expect(server).toMatchObject({ record: { onOverwrite: 'report' }, registration: { state: 'pending', version: 1 } });
  });

  test('a new declaration leaves the state as it is', async () => {
    await declare('acme/main');
    await desired('acme', 'main');
    const releasedAt = '2026-11-21T08:00:00.000Z';
    await repository.commit([{ kind: 'server', record: serverRecord('main', 'acme', { version: 2, releasedAt }) }]);
    expect(await pages({ state: 'pending' }, 10)).toEqual([['acme/main']]);
    expect(await list.summaries()).toEqual([{ tenant: 'acme', server: 'main', state: 'pending', releasedAt }]);
  });

  test('has summaries of one tenant alone', async () => {
    await declare('acme/main', 'acme-2/main');
    expect(await list.summaries('acme')).toEqual([{ tenant: 'acme', server: 'main', state: 'none' }]);
  });
});
