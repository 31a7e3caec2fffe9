import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { INDEXES, keys } from '../../contract/table';
import type { PageRequest } from '../../core/page';
import { type RegistrationSummary, UNTOUCHED } from '../../core/registration/attention';
import { newRegistration } from '../../core/registration/registration';
import {
  type ListedServer,
  type ServerFilter,
  type ServerList,
  type ServerSummary,
  serverPosition,
} from '../../core/tenants/server-list';
import { type Item, parseRegistration, parseServerItem, textField } from './items';
import { createTableReader, partitionIs, startingWith, type TableReader } from './reader';

/** The servers in the table. Throws what the SDK throws. */
export function createServerList(client: DynamoDBClient, table: string): ServerList {
  const reader = createTableReader(client, table);
  return {
    page: async (filter, page) => {
      const { items, more } = await find(reader, filter, page);
      const servers = items.map(listed);
      const last = servers.at(-1);
      return more && last ? { items: servers, next: serverPosition(last.registration) } : { items: servers };
    },
    summaries: async (tenant) => {
      const { name } = INDEXES.servers;
      return (await reader.queryAll({ IndexName: name, ...serversOf(tenant) })).map(summary);
    },
  };
}

/** A state is found by its index, a tenant's servers lie together, and all are in the index of servers. */
async function find(reader: TableReader, { tenant, state }: ServerFilter, { limit, after }: PageRequest) {
  const [afterTenant = '', afterName = ''] = after?.split('#') ?? [];
  const at = keys.server(afterTenant, afterName);
  const start = (index: object) => (after === undefined ? {} : { ExclusiveStartKey: { ...at, ...index } });
  if (state !== undefined) {
    const index = keys.state(state.toUpperCase(), afterTenant);
    const condition =
      tenant === undefined ? partitionIs(INDEXES.state.partition, index.gsi3pk) : stateOf(state, tenant);
    return reader.queryPage({ IndexName: INDEXES.state.name, ...condition, ...start(index) }, limit);
  }
  if (tenant !== undefined) {
    return reader.queryPage({ ...startingWith(keys.server(tenant, '')), ...start({}) }, limit);
  }
  const index = start(keys.serverList(after ?? ''));
  const found = await reader.queryPage({ IndexName: INDEXES.servers.name, ...serversOf(undefined), ...index }, limit);
  const items = await reader.batchGet(
    found.items.map(({ pk, sk }) => ({ pk: textField(pk) ?? '', sk: textField(sk) ?? '' })),
  );
  return { items: items.sort((a, b) => (positionOf(a) < positionOf(b) ? -1 : 1)), more: found.more };
}

function stateOf(state: string, tenant: string) {
  const { gsi3pk, gsi3sk } = keys.state(state.toUpperCase(), tenant);
  return {
    KeyConditionExpression: `${INDEXES.state.partition} = :state AND ${INDEXES.state.sort} = :tenant`,
    ExpressionAttributeValues: { ':state': gsi3pk, ':tenant': gsi3sk },
  };
}

function serversOf(tenant: string | undefined) {
  const { partition, sort } = INDEXES.servers;
  const { gsi4pk, gsi4sk } = keys.serverList(tenant === undefined ? '' : `${tenant}#`);
  if (tenant === undefined) return partitionIs(partition, gsi4pk);
  return {
    KeyConditionExpression: `${partition} = :all AND begins_with(${sort}, :tenant)`,
    ExpressionAttributeValues: { ':all': gsi4pk, ':tenant': gsi4sk },
  };
}

function positionOf({ gsi4sk }: Item): string {
  return textField(gsi4sk) ?? '';
}

function listed(item: Item): ListedServer {
  const record = parseServerItem(item);
  const { tenant, name } = record;
  return { record, registration: parseRegistration(item) ?? newRegistration({ tenant, server: name }, 0) };
}

function summary({ gsi4sk, summary: kept, releasedAt }: Item): ServerSummary {
  const [tenant = '', server = ''] = textField(gsi4sk)?.split('#') ?? [];
  const known = (kept as RegistrationSummary | undefined) ?? UNTOUCHED;
  const released = textField(releasedAt);
  return { ...known, tenant, server, ...(released === undefined ? {} : { releasedAt: released }) };
}
