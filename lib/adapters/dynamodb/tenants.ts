import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { INDEXES, keys, OVERRIDDEN_STATE } from '../../contract/table';
import type { Page } from '../../core/page';
import { UNTOUCHED } from '../../core/registration/attention';
import { type ServerRecord, targetName } from '../../core/tenants/records';
import { eventPosition, type RecordChange, type Stored, type TenantRepository } from '../../core/tenants/repository';
import { serverPosition } from '../../core/tenants/server-list';
import { checkDueUpdate } from './checks';
import { commitTogether, type Write } from './commit';
import { documentsOf } from './documents';
import {
  domainItem,
  eventItem,
  type Item,
  overrideItem,
  parseDomain,
  parseEvent,
  parseOverride,
  parseServerItem,
  parseTenant,
  serverAttributes,
  tenantItem,
} from './items';
import { createTableReader, partitionIs, startingWith } from './reader';
import { onlyVersion } from './version';

/** Tenants in the table. Throws what the SDK throws, except for conflicts, which are an outcome. */
export function createTenantRepository(client: DynamoDBClient, table: string): TenantRepository {
  const documents = documentsOf(client);
  const { get, batchGet, getTogether, queryAll, queryPage } = createTableReader(client, table);
  return {
    tenant: async (id) => {
      const item = await get(keys.tenant(id));
      return item && parseTenant(item);
    },
    tenants: async (ids) => (await batchGet(ids.map((id) => keys.tenant(id)))).map(parseTenant),
    listTenants: async ({ limit, after }) => {
      const start = after === undefined ? undefined : { ...keys.tenant(after), ...keys.tenantList(after) };
      const { name, partition } = INDEXES.list;
      const input = {
        IndexName: name,
        ...partitionIs(partition, keys.tenantList('').gsi1pk),
        ExclusiveStartKey: start,
      };
      const { items, more } = await queryPage(input, limit);
      return toPage(items.map(parseTenant), more, ({ id }) => id);
    },
    domains: async (names) => {
      const records = (await batchGet(names.map((name) => keys.domain(name)))).map(parseDomain);
      return new Map(records.map((record) => [record.name, record]));
    },
    servers: async (tenant) => {
      const items = await queryAll({ ...startingWith(keys.server(tenant, '')), ConsistentRead: true });
      return items.filter(isDeclared).map(parseServerItem);
    },
    domain: async (tenant, name) => {
      const [item, override] = await getTogether([keys.domain(name), keys.override(tenant, name)]);
      const record = item && parseDomain(item);
      if (record?.tenant !== tenant) return {};
      return stored(record, override);
    },
    server: async (tenant, name) => {
      const target = targetName({ kind: 'server', name });
      const [item, override] = await getTogether([keys.server(tenant, name), keys.override(tenant, target)]);
      return item && isDeclared(item) ? stored(parseServerItem(item), override) : {};
    },
    listOverrides: async () => {
      const { name, partition } = INDEXES.state;
      const state = partitionIs(partition, keys.state(OVERRIDDEN_STATE, '').gsi3pk);
      return (await queryAll({ IndexName: name, ...state })).map(parseOverride);
    },
    listEvents: async (tenant, { limit, after }) => {
      const prefix = keys.event(tenant, '', '');
      const range = startingWith({ pk: prefix.pk, sk: 'EVENT#' });
      const start = after === undefined ? undefined : { pk: prefix.pk, sk: `EVENT#${after}` };
      const query = { ...range, ScanIndexForward: false, ExclusiveStartKey: start };
      const { items, more } = await queryPage(query, limit);
      return toPage(items.map(parseEvent), more, eventPosition);
    },
    commit: async (changes) => {
      if (changes.length === 0) return 'committed';
      const writes = changes.map((change) => toWrite(change, table));
      return (await commitTogether(documents, writes)) ? 'committed' : 'conflict';
    },
  };
}

function stored<R>(record: R, override: Item | undefined): Stored<R> {
  return override ? { record, override: parseOverride(override) } : { record };
}

/** A server's item may be there for its registration alone. */
function isDeclared(item: Item): boolean {
  return item['declared'] !== undefined;
}

function toPage<T>(items: readonly T[], more: boolean, positionOf: (item: T) => string): Page<T> {
  const last = items.at(-1);
  return more && last !== undefined ? { items, next: positionOf(last) } : { items };
}

function toWrite(change: RecordChange, table: string): Write {
  switch (change.kind) {
    case 'tenant':
      return { Put: { TableName: table, Item: tenantItem(change.record), ...onlyVersion(change.record.version - 1) } };
    case 'domain':
      return { Put: { TableName: table, Item: domainItem(change.record), ...onlyVersion(change.record.version - 1) } };
    case 'server':
      return { Update: updateServer(change, table) };
    case 'override':
      return { Put: { TableName: table, Item: overrideItem(change.record) } };
    case 'remove-override':
      return { Delete: { TableName: table, Key: keys.override(change.tenant, change.target) } };
    case 'check-due':
      return { Update: { TableName: table, ...checkDueUpdate(change, change.at) } };
    case 'remove-check':
      return { Delete: { TableName: table, Key: keys.check(change.tenant, change.target) } };
    case 'event':
      return { Put: { TableName: table, Item: eventItem(change.record) } };
  }
}

const LONG_AGO = '1970-01-01T00:00:00.000Z';

/** A server is listed, and due, as soon as it is declared; from then on its registration sets these keys. */
function keysAtFirst({ tenant, name }: ServerRecord) {
  const position = serverPosition({ tenant, server: name });
  const { state } = UNTOUCHED;
  return { ...keys.due(LONG_AGO), ...keys.state(state.toUpperCase(), tenant), ...keys.serverList(position) };
}

/** Only what is declared: the registration of the server lives on the same item. */
function updateServer({ record }: Extract<RecordChange, { kind: 'server' }>, table: string) {
  const attributes = Object.entries(serverAttributes(record));
  const set = attributes.filter(([, value]) => value !== undefined);
  const removed = attributes.filter(([, value]) => value === undefined).map(([name]) => `#${name}`);
  const condition = onlyVersion(record.version - 1);
  const found = keysAtFirst(record);
  return {
    TableName: table,
    Key: keys.server(record.tenant, record.name),
    UpdateExpression: [
      `SET ${[...set.map(([name]) => `#${name} = :${name}`), ...Object.keys(found).map((name) => `${name} = if_not_exists(${name}, :${name})`)].join(', ')}`,
      ...(removed.length > 0 ? [`REMOVE ${removed.join(', ')}`] : []),
    ].join(' '),
    ConditionExpression: condition.ConditionExpression,
    ExpressionAttributeNames: {
      ...Object.fromEntries(attributes.map(([name]) => [`#${name}`, name])),
      ...condition.ExpressionAttributeNames,
    },
    ExpressionAttributeValues: {
      ...Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
      ...Object.fromEntries(Object.entries(found).map(([name, value]) => [`:${name}`, value])),
      ...condition.ExpressionAttributeValues,
    },
  };
}
