import { DescribeTableCommand, type DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { RegistrationRecord, RegistrationStore } from '../../backend/registration/ports';
import { INDEXES, keys } from '../../contract/table';
import { summaryOf } from '../../core/registration/attention';
import type { Controls } from '../../core/registration/controls';
import { newRegistration, nextVisit, type Registration, type ServerKey } from '../../core/registration/registration';
import type { RegistrationEvent } from '../../core/registration/step';
import type { ServerRecord as DeclaredServer, EventRecord } from '../../core/tenants/records';
import { targetName } from '../../core/tenants/records';
import { serverPosition } from '../../core/tenants/server-list';
import { isConditionFailure, isConflict } from './conflict';
import { eventItem, type Item, parseRegistration, parseServerItem, toItem } from './items';
import { createTableReader, partitionIs } from './reader';
import { putIfVersion } from './version';

/** Servers of one page. */
const PAGE = 100;
const SERVER_PREFIX = 'SERVER#';

/**
 * Registrations in the table, on the items of their servers: what is declared and the registration are written apart,
 * each with a version of its own. Throws what the SDK throws, except for conflicts.
 */
export function createRegistrationStore(client: DynamoDBClient, table: string): RegistrationStore {
  const { get, queryAll } = createTableReader(client, table);
  return {
    get: async (key) => {
      const item = await get(keys.server(key.tenant, key.server));
      return item?.['declared'] === undefined ? undefined : toRecord(item, key);
    },
    commit: async (before, { registration, events }) => {
      const puts = events.map((event) => ({ Put: { TableName: table, Item: eventItem(eventRecord(event)) } }));
      const update = { Update: updateRegistration(table, registration, before) };
      try {
        await client.send(new TransactWriteItemsCommand({ TransactItems: [update, ...puts] }));
        return true;
      } catch (error) {
        if (isConflict(error)) return false;
        throw error;
      }
    },
    listDue: (now, after) => listDue(client, table, now, after),
    countServers: async () => {
      const { name, partition } = INDEXES.list;
      const tenants = await queryAll({ IndexName: name, ...partitionIs(partition, keys.tenantList('').gsi1pk) });
      return tenants.reduce((sum, tenant) => sum + (tenant['servers']?.L?.length ?? 0), 0);
    },
    readControls: async () => {
      const item = await get(keys.controls());
      return item && parseControls(item);
    },
    writeControls: async (before, controls) => {
      try {
        await client.send(putIfVersion(table, { ...keys.controls(), ...controls }, before));
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },
  };
}

/** What tells a table from another of the same name: a restored one is another one. */
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
  const { pk: _, sk: __, ...controls } = unmarshall(item);
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
    ...(before === 0 ? {} : { ':before': before }),
  };
  const seen = before === 0 ? 'attribute_not_exists(registrationVersion)' : 'registrationVersion = :before';
  return {
    TableName: table,
    Key: toItem(keys.server(tenant, server)),
    UpdateExpression: `SET registration = :registration, registrationVersion = :version, summary = :summary, ${set.join(', ')}`,
    ConditionExpression: `attribute_exists(declared) AND ${seen}`,
    ExpressionAttributeValues: toItem(values),
  };
}

function prefixed(attributes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`:${name}`, value]));
}

async function listDue(client: DynamoDBClient, table: string, now: number, after: string | undefined) {
  const { name, partition, sort } = INDEXES.due;
  const { pageAfter } = createTableReader(client, table);
  const { items, last } = await pageAfter(
    {
      IndexName: name,
      KeyConditionExpression: `${partition} = :due AND ${sort} <= :now`,
      ExpressionAttributeValues: toItem({ ':due': keys.due('').gsi2pk, ':now': timeText(now) }),
      ...(after === undefined ? {} : { ExclusiveStartKey: toItem(JSON.parse(after)) }),
    },
    PAGE,
  );
  const servers = items.flatMap((item) => serverKey(item) ?? []);
  return { items: servers, ...(last ? { next: JSON.stringify(unmarshall(last)) } : {}) };
}

/** The index holds whatever is due; only servers are ours. */
function serverKey({ pk, sk }: Item): ServerKey | undefined {
  const tenant = pk?.S?.slice('TENANT#'.length);
  if (!tenant || !sk?.S?.startsWith(SERVER_PREFIX)) return undefined;
  return { tenant, server: sk.S.slice(SERVER_PREFIX.length) };
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
