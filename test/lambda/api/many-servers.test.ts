import { REGISTRATION_STATES } from '../../../lib/core/registration/registration';
import { serverPosition } from '../../../lib/core/tenants/server-list';
import { type Api, claims, NOW, type Provider, startApi, startProvider } from '../../support/api';
import { type Engine, startDynoxide } from '../../support/dynamodb';
import { seededServer, seededTenant, seedServers } from '../../support/many-servers';

const SEED = { tenants: 500, each: 20 };
const SERVERS = 10_000;

// Ten thousand of anything take their time on a busy machine.
jest.setTimeout(300_000);

let engine: Engine;
let provider: Provider;
let api: Api;
/** Names of the requests to the table. */
const requests: string[] = [];

beforeAll(async () => {
  [engine, provider] = await Promise.all([startDynoxide(), startProvider()]);
  api = await startApi(engine, provider);
  await seedServers(engine, api.registrations.ports.stage.storeId, SEED, NOW);
  engine.client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        requests.push(commandName);
        return next(args);
      },
    { step: 'initialize' },
  );
});
afterAll(() => engine.close());
beforeEach(() => requests.splice(0));

async function ask(path: string, query = '', who: object = claims.platform) {
  const { status, json } = await api.ask({ path, query, token: await provider.token({ ...who }) });
  expect(status).toBe(200);
  return json;
}

interface Row {
  readonly tenant: string;
  readonly server: string;
}

async function page(query: string, who?: object) {
  const { items, next } = await ask('/v1/servers', query, who);
  return {
    servers: (items as readonly Row[]).map(({ tenant, server }) => `${tenant}#${server}`),
    next: next as string | undefined,
  };
}

const cursorAfter = (index: number) => Buffer.from(serverPosition(seededServer(index, SEED))).toString('base64url');
const positions = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => serverPosition(seededServer(from + index, SEED)));
/** All servers of a tenant, by its number from 0. */
const serversOf = (tenant: number) => positions(tenant * SEED.each, SEED.each);

describe('over 10,000 servers', () => {
  test('a page in the middle takes three requests', async () => {
    const { servers, next } = await page(`limit=100&cursor=${cursorAfter(4999)}`);
    expect(servers).toEqual(positions(5000, 100));
    expect(next).toBe(cursorAfter(5099));
    expect(requests).toEqual(['QueryCommand', 'BatchGetItemCommand', 'BatchGetItemCommand']);
  });

  test('a page of a state takes two', async () => {
    expect((await page(`limit=100&state=contested&cursor=${cursorAfter(4999)}`)).servers).toHaveLength(100);
    expect(requests).toEqual(['QueryCommand', 'BatchGetItemCommand']);
  });

  test('what is found by its domain takes three', async () => {
    expect((await page(`domain=${seededTenant(499)}.example`)).servers).toEqual(serversOf(499));
    expect(requests).toHaveLength(3);
  });

  test("an administrator's takes one for each of their tenants, and one more", async () => {
    const groups = [7, 400].map((index) => `signpost-tenant-${seededTenant(index)}`);
    const { servers } = await page('limit=100', { ...claims.acme, groups });
    expect(servers).toEqual([...serversOf(7), ...serversOf(400)]);
    expect(requests).toHaveLength(3);
  });

  test('all pages are all servers, each once', async () => {
    const found: string[] = [];
    let next: string | undefined;
    do {
      const each = await page(`limit=100${next === undefined ? '' : `&cursor=${next}`}`);
      found.push(...each.servers);
      next = each.next;
    } while (next !== undefined);
    expect(found).toEqual(positions(0, SERVERS));
  });

  test('the overview counts them all, and takes at most 12 requests', async () => {
    const { registrations, attention, tenants } = await ask('/v1/overview');
    const each = Math.floor(SERVERS / REGISTRATION_STATES.length);
    expect(registrations).toMatchObject({ overwritten: each, contested: each });
    const { total, items } = attention as { readonly total: number; readonly items: readonly Row[] };
    expect([total, items.length]).toEqual([2 * each, 50]);
    expect(tenants).toEqual({ active: SEED.tenants, released: 0 });
    expect(requests.length).toBeLessThanOrEqual(12);
  });
});
