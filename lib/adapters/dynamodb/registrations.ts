import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { RegistrationRecord, RegistrationStore } from '../../backend/registration/ports';
import { INDEXES, keys } from '../../contract/table';
import { summaryOf } from '../../core/registration/attention';
import type { Controls } from '../../core/registration/controls';
import { newRegistration, nextVisit, type Registration, type ServerKey } from '../../core/registration/registration';
import type { RegistrationEvent } from '../../core/registration/step';
import type { ServerRecord as DeclaredServer, EventRecord } from '../../core/tenants/records';
import { targetName } from '../../core/tenants/records';
import { serverPosition } from '../../core/tenants/server-list';
import { commitTogether, conditionHeld } from './commit';
import { documentsOf } from './documents';
import { listDue } from './due';
import { eventItem, type Item, parseRegistration, parseServerItem, parseTenant, textField } from './items';
import { createTableReader, partitionIs } from './reader';
import { onlyVersion } from './version';

const SERVER_PREFIX = 'SERVER#';

/**
 * Registrations in the table, on the items of their servers: what is declared and the registration are written apart,
 * each with a version of its own. Throws what the SDK throws, except for conflicts.
 */
export function createRegistrationStore(client: DynamoDBClient, table: string): RegistrationStore {
  const documents = documentsOf(client);
  const reader = createTableReader(client, table);
  const { get, queryAll } = reader;
  return {
    get: async (key) => {
      const item = await get(keys.server(key.tenant, key.server));
      return item?.['declared'] === undefined ? undefined : toRecord(item, key);
    },
    commit: (before, { registration, events }) =>
      commitTogether(documents, [
        { Update: updateRegistration(table, registration, before) },
        ...events.map((event) => ({ Put: { TableName: table, Item: eventItem(eventRecord(event)) } })),
      ]),
    listDue: (now, after) => listDue(reader, { partition: keys.due('').gsi2pk, now: timeText(now), after }, serverKey),
    countServers: async () => {
      const { name, partition } = INDEXES.list;
      const tenants = await queryAll({ IndexName: name, ...partitionIs(partition, keys.tenantList('').gsi1pk) });
      return tenants.reduce((sum, tenant) => sum + parseTenant(tenant).servers.length, 0);
    },
    readControls: async () => {
      const item = await get(keys.controls());
      return item && parseControls(item);
    },
    writeControls: (before, controls) => {
      const Item = { ...keys.controls(), ...controls };
      return conditionHeld(documents.send(new PutCommand({ TableName: table, Item, ...onlyVersion(before) })));
    },
  };
}

/** The identity of a table: one that was restored under the same name has another. */
export async function tableIdentity(client: DynamoDBClient, table: string): Promise<string> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
  return Table?.TableId ?? `${Table?.TableArn} ${Table?.CreationDateTime?.toISOString()}`;
}

function toRecord(item: Item, key: ServerKey): RegistrationRecord {
  const declared: DeclaredServer = parseServerItem(item);
  const { token, onOverwrite, releasedAt, answersUntil = releasedAt } = declared;
  const registration = parseRegistration(item) ?? newRegistration(key, 0);
  return { token, onOverwrite, registration, ...(releasedAt === undefined ? {} : { answersUntil }) };
}

function parseControls(item: Item): Controls {
  const { pk: _, sk: __, ...controls } = item;
  return controls as unknown as Controls;
}

function updateRegistration(table: string, registration: Registration, before: number) {
  const { tenant, server, state, version } = registration;
  const found = {
    ...keys.due(timeText(nextVisit(registration))),
    ...keys.state(state.toUpperCase(), tenant),
    ...keys.serverList(serverPosition(registration)),
  };
  const set = Object.keys(found).map((name) => `${name} = :${name}`);
  const values = {
    ':registration': registration,
    ':version': version,
    ':summary': summaryOf(registration),
    ...prefixed(found),
  };
  const condition = onlyVersion(before, 'registrationVersion');
  return {
    TableName: table,
    Key: keys.server(tenant, server),
    UpdateExpression: `SET registration = :registration, #version = :version, summary = :summary, ${set.join(', ')}`,
    ConditionExpression: `attribute_exists(declared) AND ${condition.ConditionExpression}`,
    ExpressionAttributeNames: condition.ExpressionAttributeNames,
    ExpressionAttributeValues: { ...values, ...condition.ExpressionAttributeValues },
  };
}

function prefixed(attributes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`:${name}`, value]));
}

/** The index may hold other items as well. */
function serverKey({ pk, sk }: Item): ServerKey | undefined {
  const tenant = textField(pk)?.slice('TENANT#'.length);
  const name = textField(sk);
  if (!tenant || !name?.startsWith(SERVER_PREFIX)) return undefined;
  return { tenant, server: name.slice(SERVER_PREFIX.length) };
}

/** The event as the tenant's history keeps it. */
function eventRecord({ tenant, server, id, at, by, what, state, from, to, code }: RegistrationEvent): EventRecord {
  const subject = targetName({ kind: 'server', name: server });
  const words = (url: string | undefined, each: string) => (url === undefined ? [each] : [each, url]);
  return {
    tenant: tenant as EventRecord['tenant'],
    time: timeText(at),
    id: `${server}-${id}`,
    action: `registration.${what}`,
    by,
    ...(code === undefined ? {} : { why: code }),
    changes: [{ subject, version: Number(id.split('-')[0]), from: words(from, state.from), to: words(to, state.to) }],
  };
}

function timeText(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
