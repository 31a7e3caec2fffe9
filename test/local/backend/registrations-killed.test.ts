import { type AttributeValue, ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { BackendBundles } from '../../../lib/adapters/bundles/backend-bundles';
import { parseEvent } from '../../../lib/adapters/dynamodb/items';
import { createRegistrationStore } from '../../../lib/adapters/dynamodb/registrations';
import { createTenantRepository } from '../../../lib/adapters/dynamodb/tenants';
import { ownedSecretName } from '../../../lib/contract/registration';
import { nextVisit, observedUrl, type Registration, type ServerKey } from '../../../lib/core/registration/registration';
import { owned, shared } from '../../../lib/core/tenants/authoring';
import type { EventRecord } from '../../../lib/core/tenants/records';
import { shareTokens } from '../../../lib/local/simulation/apple/open';
import { parseRecipient, sealToken } from '../../../lib/local/simulation/apple/token-file';
import { claims, type Provider, startProvider } from '../../support/api';
import { backendBundlesFor } from '../../support/bundles';
import { type Engine, startDynoxide } from '../../support/dynamodb';
import { buildFleet, plainTenant } from '../../support/fleet';
import { chooseSeed, LONG } from '../../support/seed';
import { serverRecord, tenantRecord } from '../../support/tenant-records';
import { type FunctionEnvironment, openFunctionEnvironment } from './function-environment';
import { type Action, KEYS, OWNED, sequenceOf, URLS } from './registration-actions';

/** The seed of the first run; the number of runs may be given, to repeat one alone. */
const SEED = chooseSeed();
const RUNS = Number(process.env['SIGNPOST_RUNS'] ?? (LONG ? 100 : 8));

const DISCOVERY_DOMAIN = 'discovery.signpost.example';
const SHARED = 'arn:aws:secretsmanager:eu-central-1:222222222222:secret:mdm/token-Ab1Cd2';
const FLEET = buildFleet({
  clusters: { na1: { url: 'https://na1.mdm.example' } },
  tenants: {
    acme: plainTenant('acme.example', { servers: { main: { token: shared(SHARED), onOverwrite: 'report' } } }),
    globex: plainTenant('globex.example', { servers: { main: { token: owned(), onOverwrite: 'restore' } } }),
  },
});
const MINUTE = 60_000;

/** A requested state; `taken`: the caller received a success. */
interface DesiredState {
  readonly url: string | undefined;
  readonly taken: boolean;
}

interface Story {
  readonly environment: FunctionEnvironment;
  readonly requests: Map<ServerKey, DesiredState[]>;
  /** Actors whose request was accepted as a change. */
  readonly changed: string[];
  /** The highest version that a caller received. */
  readonly versions: Map<ServerKey, number>;
  /** Values that may be only in the secret store and at Apple. */
  readonly secrets: Set<string>;
  /** Every response to a caller. */
  readonly shown: string[];
}

let bundles: BackendBundles;
let engine: Engine;
let provider: Provider;
beforeAll(async () => {
  [bundles, engine, provider] = await Promise.all([
    backendBundlesFor(FLEET.clusters),
    startDynoxide(),
    startProvider(),
  ]);
});
afterAll(() => engine.close());

const keyOf = (index: number): ServerKey => KEYS[index] ?? { tenant: '', server: '' };
const nameOf = ({ tenant, server: name }: ServerKey) => `${tenant}/${name}`;
const pathOf = ({ tenant, server: name }: ServerKey) => `/v1/tenants/${tenant}/servers/${name}`;

async function open(): Promise<Story> {
  const mdmHosts = [DISCOVERY_DOMAIN, 'a.example', 'b.example'];
  const parts = { fleet: FLEET, bundles, engine, provider, discoveryDomain: DISCOVERY_DOMAIN, mdmHosts };
  const environment = await openFunctionEnvironment(parts);
  const records = FLEET.tenants.flatMap(({ id, servers }) => [
    { kind: 'tenant', record: tenantRecord(id, { servers: servers.map(({ name }) => name) }) } as const,
    ...servers.map(({ name, token, onOverwrite }) => {
      return { kind: 'server', record: serverRecord(name, id, { token, onOverwrite }) } as const;
    }),
  ]);
  await createTenantRepository(engine.client, environment.table).commit(records);
  shareTokens(FLEET, environment.apple, environment.secrets);
  const story: Story = {
    environment,
    requests: new Map(KEYS.map((key) => [key, []])),
    changed: [],
    versions: new Map(),
    secrets: new Set(),
    shown: [],
  };
  putSecret(environment, OWNED, JSON.stringify(environment.apple.downloadToken(nameOf(keyOf(OWNED)))));
  return story;
}

function putSecret({ secrets }: FunctionEnvironment, index: number, token: string): void {
  if (index === OWNED) secrets.put(ownedSecretName('local', keyOf(OWNED)), JSON.stringify({ token }));
  else secrets.put(SHARED, token);
}

/** Notes every secret that there is now. */
function noteSecrets({ environment, secrets }: Story): void {
  for (const { token } of Object.values(environment.apple.store.read().entries)) {
    const { access_token_expiry: _, ...fields } = { access_token_expiry: '', ...token };
    for (const field of Object.values(fields)) secrets.add(field);
  }
  const stored = environment.secrets.value(ownedSecretName('local', keyOf(OWNED))) ?? '';
  const [, privateKey] = /PRIVATE KEY-----\\n(.{40})/.exec(stored) ?? [];
  if (privateKey !== undefined) secrets.add(privateKey);
}

interface Response {
  readonly status: number;
  readonly etag?: string;
  readonly body: {
    readonly wanted?: { readonly by: string; readonly url?: string };
    readonly certificate?: string;
    readonly confirmation?: string;
  };
}

let askers = 0;

/** Asks the API as a person of their own; nothing where the process was killed. */
async function ask(story: Story, method: string, path: string, body?: unknown) {
  askers += 1;
  const sub = `asker-${askers}`;
  const { environment, secrets, shown } = story;
  const token = await provider.token({ ...claims.platform, sub, exp: environment.now() / 1000 + 300 });
  secrets.add(token);
  const headers = { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) };
  const invocation = await environment.invoke('api', {
    rawPath: path,
    rawQueryString: '',
    headers,
    body: body && JSON.stringify(body),
    requestContext: { requestId: sub, http: { method } },
  });
  shown.push(JSON.stringify(invocation));
  return { by: `person:${sub}`, response: invocation.kind === 'result' ? parse(invocation.result) : undefined };
}

function parse(result: unknown): Response {
  const { statusCode, headers, body } = result as { statusCode: number; headers: { etag?: string }; body: string };
  return { status: statusCode, etag: headers.etag, body: JSON.parse(body) };
}

async function desired(
  story: Story,
  each: Extract<Action, { kind: 'configure' | 'remove' | 'refresh' }>,
): Promise<void> {
  const key = keyOf(each.server);
  const url = each.kind === 'configure' ? URLS[each.url] : undefined;
  const path = `${pathOf(key)}/adde-url${each.kind === 'refresh' ? '/refresh' : ''}`;
  const method = { configure: 'PUT', remove: 'DELETE', refresh: 'POST' }[each.kind];
  const { by, response } = await ask(story, method, path, method === 'PUT' ? { url } : undefined);
  const taken = response?.status === 200 || response?.status === 202;
  if (each.kind !== 'refresh') {
    const wanted = each.kind === 'configure' ? (url ?? defaultUrlOf(key)) : undefined;
    story.requests.get(key)?.push({ url: wanted, taken });
    if (taken) expect(response.body.wanted?.url).toBe(wanted);
  }
  if (!taken) return;
  if (response.body.wanted?.by === by) story.changed.push(by);
  const version = Number(response.etag?.replaceAll('"', ''));
  expect(version).toBeGreaterThanOrEqual(story.versions.get(key) ?? 0);
  story.versions.set(key, version);
}

function defaultUrlOf({ tenant, server: name }: ServerKey): string {
  return `https://${DISCOVERY_DOMAIN}/t/${tenant}/s/${name}/.well-known/com.apple.remotemanagement`;
}

async function reconcile({ environment, shown }: Story): Promise<unknown> {
  const invocation = await environment.invoke('reconcile', {});
  shown.push(JSON.stringify(invocation));
  return invocation.kind === 'result' ? invocation.result : undefined;
}

async function act(story: Story, each: Action): Promise<unknown> {
  const { environment } = story;
  switch (each.kind) {
    case 'configure':
    case 'remove':
    case 'refresh':
      return Promise.all([desired(story, each), each.besideRun ? reconcile(story) : undefined]);
    case 'reconcile':
      return reconcile(story);
    case 'interrupt':
      return interrupt(story, each);
    case 'time':
      environment.arrive();
      return environment.pass(each.minutes * MINUTE);
    case 'fault':
      return environment.apple.faults.add({ fault: each.fault, entry: nameOf(keyOf(each.server)), times: each.times });
    case 'table-fault':
      environment.tableFault = { fault: each.fault, nth: each.nth };
      return;
    case 'renew':
      return renew(story, each);
    case 'exchange':
      return exchange(story);
    case 'terms':
      return environment.apple.signTerms(keyOf(each.server).tenant, each.signed);
  }
}

/** An hour later every server is due again; the request arrives while the reconciler has only read the old state. */
async function interrupt(story: Story, each: Extract<Action, { kind: 'interrupt' }>): Promise<void> {
  const { environment } = story;
  const { server, url, nth } = each;
  await act(story, { kind: 'time', minutes: 70 });
  environment.meanwhile = { nth, work: () => desired(story, { kind: 'configure', server, url, besideRun: false }) };
  await reconcile(story);
  environment.meanwhile = undefined;
}

/** A person downloads a new token; an owned one is uploaded, a shared one is put into its secret by the MDM. */
async function renew(story: Story, each: Extract<Action, { kind: 'renew' }>): Promise<void> {
  const { environment } = story;
  const token = JSON.stringify(environment.apple.downloadToken(nameOf(keyOf(each.server))));
  if (!each.putSecret) return;
  if (each.server !== OWNED) return putSecret(environment, each.server, token);
  const body = { file: Buffer.from(token).toString('base64'), force: true };
  await ask(story, 'PUT', `${pathOf(keyOf(OWNED))}/token`, body);
}

/** A key for the owned token is made, and the token that Apple gives out for it is uploaded. */
async function exchange(story: Story): Promise<void> {
  const path = `${pathOf(keyOf(OWNED))}/token`;
  const shown = await ask(story, 'GET', path);
  const made = await ask(story, 'POST', `${path}/key`, { confirm: shown.response?.body.confirmation ?? '' });
  const recipient = parseRecipient(made.response?.body.certificate ?? '');
  noteSecrets(story);
  if (!recipient) return;
  const file = sealToken(story.environment.apple.downloadToken(nameOf(keyOf(OWNED))), recipient);
  await ask(story, 'PUT', path, { file: Buffer.from(file).toString('base64') });
}

/** Longer than any pause after a fault. */
const CALM_HOURS = 36;

/** The faults end; time advances from one due visit to the next, and the only request is the release of the brake. */
async function calmDown(story: Story): Promise<void> {
  const { environment } = story;
  environment.kill = undefined;
  environment.tableFault = undefined;
  environment.apple.faults.clear();
  KEYS.forEach((key, index) => {
    environment.apple.signTerms(key.tenant, true);
    putSecret(environment, index, JSON.stringify(environment.apple.store.read().entries[nameOf(key)]?.token));
  });
  const end = environment.now() + CALM_HOURS * 60 * MINUTE;
  while (environment.now() < end) {
    await releaseBrake(story);
    expect(await reconcile(story)).toMatchObject({ defects: 0, complete: true });
    environment.arrive();
    const known = await registrations(story);
    if (known.every((each) => isQuiet(each, environment.now()))) return;
    environment.pass(Math.max(5 * MINUTE, Math.min(...known.map(nextVisit)) - environment.now()));
  }
}

async function releaseBrake(story: Story): Promise<void> {
  const controls = await createRegistrationStore(engine.client, story.environment.table).readControls();
  if (controls?.brakeSince !== undefined) await ask(story, 'POST', '/v1/controls/release-brake');
}

/** No visit is due, no fault is open, no message waits, and no write to Apple is pending. */
function isQuiet({ fault, outbox, observed, due }: Registration, now: number): boolean {
  return !fault && outbox.length === 0 && observed.kind !== 'unknown' && due > now && due - observed.at > 20 * MINUTE;
}

async function registrations({ environment }: Story): Promise<readonly Registration[]> {
  const store = createRegistrationStore(engine.client, environment.table);
  const records = await Promise.all(KEYS.map((key) => store.get(key)));
  return records.flatMap((record) => record?.registration ?? []);
}

async function dump({ environment }: Story): Promise<readonly Record<string, AttributeValue>[]> {
  const { Items = [], LastEvaluatedKey } = await engine.client.send(new ScanCommand({ TableName: environment.table }));
  expect(LastEvaluatedKey).toBeUndefined();
  return Items;
}

async function expectTruth(story: Story): Promise<void> {
  const items = await dump(story);
  const events = items.filter(({ sk }) => sk?.S?.startsWith('EVENT#')).map((item) => parseEvent(unmarshall(item)));
  for (const registration of await registrations(story)) {
    const key = KEYS.find((each) => nameOf(each) === nameOf(registration)) ?? registration;
    const requested = registration.desired?.url;
    const atApple = story.environment.apple.store.read().entries[nameOf(registration)]?.url?.url;
    expect(possible(story.requests.get(key) ?? [])).toContain(requested);
    expect([registration.state, atApple, observedUrl(registration)]).toEqual([
      requested === undefined ? 'none' : 'set',
      requested,
      requested,
    ]);
    expect(registration.outbox).toEqual([]);
    expect(registration.version).toBeGreaterThanOrEqual(story.versions.get(key) ?? 0);
    const own = events.filter(({ tenant }) => tenant === registration.tenant);
    expectWholeHistory(registration, own);
  }
  expect(events.map(({ by }) => by)).toEqual(expect.arrayContaining(story.changed));
  expectNoSecrets(story, JSON.stringify(items));
}

/** The possible desired URLs at the end: the request accepted last, or a later one whose caller received no answer. */
function possible(requests: readonly DesiredState[]): readonly (string | undefined)[] {
  const last = requests.findLastIndex(({ taken }) => taken);
  const urls = requests.slice(Math.max(last, 0)).map(({ url }) => url);
  return last < 0 ? [undefined, ...urls] : urls;
}

/** Every change of state has its event, in one chain from the beginning to now; versions only grow, each one once. */
function expectWholeHistory({ state, desired: last }: Registration, own: readonly EventRecord[]): void {
  const ordered = [...own].sort((a, b) => (a.id < b.id ? -1 : 1));
  const changes = ordered.flatMap((event) => event.changes);
  const states = ['none', ...changes.map(({ to }) => to?.[0])];
  expect(changes.map(({ from }) => from?.[0])).toEqual(states.slice(0, -1));
  expect(states.at(-1)).toBe(state);
  expect(new Set(ordered.map(({ id }) => id)).size).toBe(ordered.length);
  expect(ordered.map(({ time }) => time)).toEqual(ordered.map(({ time }) => time).sort());
  const requested = ordered.findLast(({ action: what }) => what === 'registration.requested');
  expect(requested?.changes[0]?.to?.[1]).toBe(last?.url);
}

const SESSION = /\d{13}O1O/;

function expectNoSecrets({ environment, secrets, shown }: Story, items: string): void {
  const text = [items, ...shown, ...environment.output].join('\n');
  expect([...secrets].filter((secret) => text.includes(secret))).toEqual([]);
  expect(text).not.toMatch(SESSION);
  expect(text).not.toContain('PRIVATE KEY');
  expect(secrets.size).toBeGreaterThan(8);
}

const kills: FunctionEnvironment['kills'][number][] = [];

describe('functions that are killed within an invocation leave registrations as requested', () => {
  test.each(
    Array.from({ length: RUNS }, (_, index) => SEED + index),
  )('SIGNPOST_SEED=%d SIGNPOST_RUNS=1', async (seed) => {
    const story = await open();
    const { environment } = story;
    try {
      for (const { action, kill } of sequenceOf(seed)) {
        if (kill) environment.kill = kill;
        await act(story, action);
        noteSecrets(story);
      }
      await calmDown(story);
      await expectTruth(story);
    } finally {
      kills.push(...environment.kills);
      await environment.close();
    }
  }, 120_000);

  test('and were killed as they wrote to Apple: before, after, and so that Apple received it late', () => {
    const met = new Set(kills.filter(({ call }) => call === 'apple write').map(({ when }) => when));
    expect(kills.length).toBeGreaterThanOrEqual(RUNS);
    expect(met.size).toBe(Math.min(RUNS, 3));
  });
});
