import { createCheckStore } from '../../../lib/adapters/dynamodb/checks';
import { createRegistrationStore } from '../../../lib/adapters/dynamodb/registrations';
import { createTenantRepository } from '../../../lib/adapters/dynamodb/tenants';
import type { CheckStore } from '../../../lib/backend/checks/ports';
import { afterCheck, type CheckRecord, type CheckStep, newCheck } from '../../../lib/core/checks/check';
import type { StatusWord } from '../../../lib/core/checks/status';
import type { TenantRepository } from '../../../lib/core/tenants/repository';
import { seen } from '../../support/checks';
import { type Engine, startAmazonEngine, startDynoxide } from '../../support/dynamodb';
import { serverRecord, tenantId } from '../../support/tenant-records';
import { describeWith } from '../../support/tools';

const NOW = Date.parse('2026-11-21T12:00:00.000Z');
const OBSERVED_TARGET = { name: 'acme.example', command: 'npx signpost doctor acme.example' };
const key = (target: string, tenant = 'acme') => ({ tenant: tenantId(tenant), target });
const observed = (check: CheckRecord, word: StatusWord, now = NOW): CheckStep =>
  afterCheck(check, seen(word), OBSERVED_TARGET, now);

function battery(start: () => Promise<Engine>): void {
  let engine: Engine;
  let store: CheckStore;
  let repository: TenantRepository;
  let table: string;
  beforeAll(async () => {
    engine = await start();
  });
  afterAll(() => engine.close());
  beforeEach(async () => {
    table = await engine.createTable();
    store = createCheckStore(engine.client, table);
    repository = createTenantRepository(engine.client, table);
  });
  const put = async (target: string, word: StatusWord, tenant = 'acme', now = NOW) => {
    const step = observed((await store.get(key(target, tenant))) ?? newCheck(key(target, tenant)), word, now);
    expect(await store.commit(step)).toBe(true);
    return step.check;
  };
  const due = async (minutes: number, after?: string) =>
    store.listDue(new Date(NOW + minutes * 60_000).toISOString(), after);

  test('knows nothing at first', async () => {
    expect(await store.get(key('acme.example'))).toBeUndefined();
    expect(await store.list('acme')).toEqual([]);
    expect(await due(0)).toEqual({ items: [] });
    expect(await store.count()).toEqual({ serving: 0, 'in-progress': 0, stuck: 0 });
  });

  test('gives back what was committed, whole', async () => {
    const domain = await put('acme.example', 'stuck');
    const server = await put('server:main', 'serving');
    await put('acme.example', 'stuck', 'globex');
    expect(await store.get(key('acme.example'))).toEqual(domain);
    expect(await store.list('acme')).toEqual([domain, server]);
  });

  test('takes the next version only, and its event with it or not at all', async () => {
    const first = await put('acme.example', 'serving');
    const fallen = observed(first, 'stuck', NOW + 1);
    expect(fallen.event).toBeDefined();
    expect(await store.commit(fallen)).toBe(true);
    expect(await store.commit(observed(first, 'in-progress', NOW + 2))).toBe(false);
    expect(await store.commit(observed(newCheck(key('acme.example')), 'serving'))).toBe(false);
    expect(await store.get(key('acme.example'))).toEqual(fallen.check);
    const { items } = await repository.listEvents('acme', { limit: 10 });
    expect(items).toEqual([fallen.event]);
  });

  test('does not bring back what was removed meanwhile', async () => {
    const first = await put('acme.example', 'serving');
    await repository.commit([{ kind: 'remove-check', tenant: 'acme', target: 'acme.example' }]);
    expect(await store.commit(observed(first, 'stuck'))).toBe(false);
    expect(await store.list('acme')).toEqual([]);
  });

  test('forgets the version that was seen, and no newer one', async () => {
    const first = await put('acme.example', 'serving');
    const second = await put('acme.example', 'stuck');
    await store.remove(first);
    expect(await store.get(key('acme.example'))).toEqual(second);
    await store.remove(second);
    expect(await store.get(key('acme.example'))).toBeUndefined();
  });

  test('lists what is due, the longest waiting first, in pages, and nothing of registrations', async () => {
    await repository.commit([{ kind: 'server', record: serverRecord('main', 'acme') }]);
    const targets = Array.from({ length: 101 }, (_, index) => `d${String(index).padStart(3, '0')}.example`);
    for (const [index, target] of targets.entries()) {
      const at = new Date(NOW - (101 - index) * 1000).toISOString();
      await repository.commit([{ kind: 'check-due', tenant: 'acme', target, at }]);
    }
    await put('later.example', 'serving');
    const first = await due(0);
    expect(first.items.map(({ target }) => target)).toEqual(targets.slice(0, 100));
    const second = await due(0, first.next);
    expect(second).toEqual({ items: [key('d100.example')] });
    const servers = await createRegistrationStore(engine.client, table).listDue(NOW);
    expect(servers.items).toEqual([{ tenant: 'acme', server: 'main' }]);
  });

  test('becomes due by a declaration, and voids the observation that is under way', async () => {
    const first = await put('acme.example', 'serving');
    const at = new Date(NOW).toISOString();
    expect(await repository.commit([{ kind: 'check-due', tenant: 'acme', target: 'acme.example', at }])).toBe(
      'committed',
    );
    expect((await due(0)).items).toEqual([key('acme.example')]);
    expect(await store.commit(observed(first, 'stuck'))).toBe(false);
    expect(await store.get(key('acme.example'))).toEqual({ ...first, nextCheck: at, version: 2 });
  });

  test('counts by status: of all, or of some tenants', async () => {
    await put('acme.example', 'serving');
    await put('old.example', 'stuck');
    await put('server:main', 'stuck');
    await put('globex.example', 'in-progress', 'globex');
    await repository.commit([{ kind: 'check-due', tenant: 'acme', target: 'new.example', at: 'now' }]);
    expect(await store.count()).toEqual({ serving: 1, 'in-progress': 1, stuck: 2 });
    expect(await store.count(['acme'])).toEqual({ serving: 1, 'in-progress': 0, stuck: 2 });
    expect(await store.count(['globex', 'unknown'])).toEqual({ serving: 0, 'in-progress': 1, stuck: 0 });
    expect(await store.count([])).toEqual({ serving: 0, 'in-progress': 0, stuck: 0 });
  });

  test('lists what is stuck, whole and by tenant: of all, or of some tenants', async () => {
    const [fallback, domain] = [await put('server:main', 'stuck'), await put('globex.example', 'stuck', 'globex')];
    await put('acme.example', 'serving');
    expect(await store.listStuck(2)).toEqual([fallback, domain]);
    expect(await store.listStuck(1)).toEqual([fallback]);
    expect(await store.listStuck(1, ['globex', 'acme'])).toEqual([domain]);
    expect(await store.listStuck(2, ['acme', 'unknown'])).toEqual([fallback]);
    expect(await store.listStuck(2, [])).toEqual([]);
  });
}

describe('checks in the engine of the local cloud', () => battery(startDynoxide));
describeWith('java')("checks in Amazon's own engine", () => battery(startAmazonEngine));
