import { REGISTRATION_STATES, type RegistrationState } from '../../../lib/core/registration/registration';
import { serverPosition } from '../../../lib/core/tenants/server-list';
import { type Api, claims, NOW, type Provider, startApi, startProvider } from '../../support/api';
import { type Engine, startDynoxide } from '../../support/dynamodb';
import { seededServer, seededTenant, seedServers } from '../../support/many-servers';
import { LONG } from '../../support/seed';

/** Ten thousand servers take half a minute on a busy machine: a gate has a fifth of them, the long run has them all. */
const SEED = { tenants: LONG ? 500 : 100, each: 20 };
const SERVERS = SEED.tenants * SEED.each;
/** In the middle of the list. */
const MIDDLE = SERVERS / 2;
/** Each megabyte of summaries takes another request. */
const OVERVIEW_REQUESTS = LONG ? 12 : 8;

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
/** The states go round. */
const countOf = (state: RegistrationState) =>
  Math.ceil((SERVERS - REGISTRATION_STATES.indexOf(state)) / REGISTRATION_STATES.length);
/** All servers of a tenant, by its number from 0. */
const serversOf = (tenant: number) => positions(tenant * SEED.each, SEED.each);

describe(`over ${SERVERS} servers`, () => {
  test('a page in the middle takes three requests', async () => {
    const { servers, next } = await page(`limit=100&cursor=${cursorAfter(MIDDLE - 1)}`);
    expect(servers).toEqual(positions(MIDDLE, 100));
    expect(next).toBe(cursorAfter(MIDDLE + 99));
    expect(requests).toEqual(['QueryCommand', 'BatchGetItemCommand', 'BatchGetItemCommand']);
  });

  test('a page of a state takes two', async () => {
    expect((await page(`limit=100&state=contested&cursor=${cursorAfter(MIDDLE - 1)}`)).servers).toHaveLength(100);
    expect(requests).toEqual(['QueryCommand', 'BatchGetItemCommand']);
  });

  test('what is found by its domain takes three', async () => {
    const last = SEED.tenants - 1;
    expect((await page(`domain=${seededTenant(last)}.example`)).servers).toEqual(serversOf(last));
    expect(requests).toHaveLength(3);
  });

  test("an administrator's takes one for each of their tenants, and one more", async () => {
    const groups = [7, 80].map((index) => `signpost-tenant-${seededTenant(index)}`);
    const { servers } = await page('limit=100', { ...claims.acme, groups });
    expect(servers).toEqual([...serversOf(7), ...serversOf(80)]);
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

  test(`the overview counts them all, and takes at most ${OVERVIEW_REQUESTS} requests`, async () => {
    const { registrations, attention, tenants } = await ask('/v1/overview');
    const [overwritten, contested] = [countOf('overwritten'), countOf('contested')];
    expect(registrations).toMatchObject({ overwritten, contested });
    const { total, items } = attention as { readonly total: number; readonly items: readonly Row[] };
    expect([total, items.length]).toEqual([overwritten + contested, 50]);
    expect(tenants).toEqual({ active: SEED.tenants, released: 0 });
    expect(requests.length).toBeLessThanOrEqual(OVERVIEW_REQUESTS);
  });
});
