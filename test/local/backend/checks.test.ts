import { type CheckView, checkListSchema } from '../../../lib/contract/api/check-schemas';
import { eventPageSchema } from '../../../lib/contract/api/schemas';
import { owned, serve } from '../../../lib/core/tenants/authoring';
import { LOCAL_CHECK } from '../../../lib/local/backend';
import type { Cloud } from '../../../lib/local/cloud';
import type { LogEntry } from '../../../lib/local/log';
import { plainTenant } from '../../support/fleet';
import { Clouds, newFolder, synthesized } from '../synthesized';
import { clientOf, dynamoDb, fleetOf, KIOSK, TYRELL } from './tyrell';

/** A fallback that leads to an MDM without a query, too. */
const fallback = { rules: [], otherwise: serve('na1', { path: '/enroll', enrollment: 'byod' }) };
const FLEET = fleetOf({
  acme: plainTenant('acme.example'),
  tyrell: { ...TYRELL, servers: { main: { token: owned(), fallback } } },
  kiosk: KIOSK,
});

const LONG_AGO = '2026-01-01T00:00:00.000Z';

const clouds = new Clouds();
const log: LogEntry[] = [];
let cloud: Cloud;
beforeAll(async () => {
  const assemblyDirectory = await synthesized(FLEET);
  const stateDirectory = newFolder('state');
  cloud = await clouds.start({ assemblyDirectory, fleet: FLEET, stateDirectory, log: (entry) => log.push(entry) });
  await cloud.backend?.run(LOCAL_CHECK);
});
afterAll(() => clouds.close());

const messages = () => log.filter(({ source }) => source === 'topic').length;
const lines = () =>
  log.flatMap((entry) => (entry.source === 'function' && entry.name === LOCAL_CHECK ? [entry.line] : []));

async function read<T>(path: string, schema: { parse: (value: unknown) => T }): Promise<T> {
  const reply = await clientOf(cloud)({ method: 'GET', path });
  if (!reply.ok) throw new Error(reply.problem.message);
  return schema.parse(reply.value.body);
}
const checksOf = async (tenant: string) => (await read(`/v1/tenants/${tenant}/checks`, checkListSchema)).items;
const status = async (tenant: string, name: string) =>
  (await checksOf(tenant)).find((check) => check.name === name)?.status;
const changes = async (tenant: string) =>
  (await read(`/v1/tenants/${tenant}/events`, eventPageSchema)).items
    .filter(({ action }) => action === 'status.changed')
    .flatMap((event) => event.changes.map(({ subject, from, to }) => `${subject}: ${from[0]} → ${to[0]}`));

/** Advances the time until a check is due, and runs the schedule. */
async function checkAgain(tenant: string, target: string, runs = 1): Promise<void> {
  await dynamoDb(cloud, 'UpdateItem', {
    Key: { pk: { S: `TENANT#${tenant}` }, sk: { S: `CHECK#${target}` } },
    UpdateExpression: 'SET nextCheck = :ago, gsi2sk = :ago ADD #version :one',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':ago': { S: LONG_AGO }, ':one': { N: '1' } },
  });
  await Promise.all(Array.from({ length: runs }, () => cloud.backend?.run(LOCAL_CHECK)));
}

test('the first run checks every domain and every fallback', async () => {
  const all = (await Promise.all(['acme', 'tyrell', 'kiosk'].map(checksOf))).flat();
  const summary = all.map(({ name, status: seen }: CheckView) => [name, seen?.word, seen?.findings[0]?.code]);
  expect(summary).toEqual([
    ['acme.example', 'serving', undefined],
    ['tyrell.example', 'serving', undefined],
    ['main', 'serving', undefined],
    ['kiosk.example', 'serving', undefined],
  ]);
  expect(messages()).toBe(0);
});

test.each([
  ['whose cluster is out of order', 'acme', 'acme.example', 'na1.mdm.example', 'fails', 'stuck', 'http.server-error'],
  ['whose DNS records are gone', 'acme', 'acme.example', 'acme.example', 'gone', 'in-progress', 'dns.no-address'],
  ['that the customer answers', 'kiosk', 'kiosk.example', 'kiosk.example', 'fails', 'stuck', 'http.server-error'],
  ['that is a fallback', 'tyrell', 'server:main', 'discovery.signpost.example', 'fails', 'stuck', 'response.status'],
] as const)('one %s falls with an event and a message, and comes back with both', async (...row) => {
  const [, tenant, target, host, fault, word, code] = row;
  const name = target.replace('server:', '');
  const before = { messages: messages(), changes: await changes(tenant) };
  cloud.breakHost(host, fault);
  await checkAgain(tenant, target);
  await checkAgain(tenant, target);
  cloud.breakHost(host, undefined);
  const fallen = await status(tenant, name);
  expect(fallen?.word).toBe(word);
  expect(fallen?.findings[0]).toMatchObject({ code, severity: 'error' });
  expect(messages()).toBe(before.messages + 1);
  await checkAgain(tenant, target);
  await checkAgain(tenant, target);
  expect(await status(tenant, name)).toMatchObject({ word: 'serving' });
  expect(messages()).toBe(before.messages + 2);
  const made = [`${target}: ${word} → serving`, `${target}: serving → ${word}`];
  expect(await changes(tenant)).toEqual([...made, ...before.changes]);
});

test('two runs at once make one event and one message of a change', async () => {
  const before = { messages: messages(), changes: (await changes('acme')).length };
  cloud.breakHost('na1.mdm.example', 'fails');
  await checkAgain('acme', 'acme.example', 3);
  cloud.breakHost('na1.mdm.example', undefined);
  expect(messages()).toBe(before.messages + 1);
  expect(await changes('acme')).toHaveLength(before.changes + 1);
});

test('a run leaves one line, and no address in it or in the table', async () => {
  expect(lines().length).toBeGreaterThan(3);
  for (const line of lines()) expect(JSON.parse(line)).toMatchObject({ defects: 0, complete: true });
  const items = JSON.stringify(await dynamoDb(cloud, 'Scan', {}));
  expect(items).toContain('CHECK#acme.example');
  expect(items).not.toMatch(/[\w+]@\w/);
});
