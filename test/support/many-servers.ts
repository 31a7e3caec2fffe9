import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { keys } from '../../lib/contract/table';
import { summaryOf } from '../../lib/core/registration/attention';
import {
  newRegistration,
  REGISTRATION_STATES,
  type Registration,
  type ServerKey,
} from '../../lib/core/registration/registration';
import { serverPosition } from '../../lib/core/tenants/server-list';
import type { Engine } from './dynamodb';
import { domainRecord, serverRecord, tenantRecord } from './tenant-records';

/** What BatchWriteItem takes. */
const BATCH = 25;
const PARALLEL = 8;

export interface Seed {
  readonly tenants: number;
  /** Servers of each tenant. */
  readonly each: number;
}

/** Tenants `t00001`, `t00002` … of one domain each, the states of their servers going round; the same for each call. */
export async function seedServers({ client }: Engine, table: string, seed: Seed, now: number): Promise<void> {
  const items = [
    ...Array.from({ length: seed.tenants }, (_, index) => tenantItems(index, seed)).flat(),
    ...Array.from({ length: seed.tenants * seed.each }, (_, index) => seededItem(index, seed, now)),
  ];
  const batches = Array.from({ length: Math.ceil(items.length / BATCH) }, (_, index) =>
    items.slice(index * BATCH, (index + 1) * BATCH),
  );
  const lane = async () => {
    for (let batch = batches.pop(); batch; batch = batches.pop()) {
      const requests = batch.map((item) => ({ PutRequest: { Item: marshall(item, { removeUndefinedValues: true }) } }));
      await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: requests } }));
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, lane));
}

/** The server at this place of the whole list. */
export function seededServer(index: number, { each }: Seed): ServerKey {
  return { tenant: seededTenant(Math.floor(index / each)), server: serverName(index % each) };
}

export function seededTenant(index: number): string {
  return `t${String(index + 1).padStart(5, '0')}`;
}

function serverName(index: number): string {
  return `s${String(index + 1).padStart(2, '0')}`;
}

function tenantItems(index: number, { each }: Seed): Record<string, unknown>[] {
  const tenant = seededTenant(index);
  const domain = `${tenant}.example`;
  const { name } = domainRecord(domain, tenant);
  const servers = Array.from({ length: each }, (_, server) => serverName(server));
  const record = tenantRecord(tenant, { domains: [{ name, decidedBy: 'backend' }], servers });
  return [
    { ...keys.tenant(tenant), ...keys.tenantList(tenant), ...record },
    { ...keys.domain(domain), ...domainRecord(domain, tenant) },
  ];
}

function seededItem(index: number, seed: Seed, now: number): Record<string, unknown> {
  const state = REGISTRATION_STATES[index % REGISTRATION_STATES.length] ?? 'none';
  const key = seededServer(index, seed);
  return serverItem(key, { ...newRegistration(key, now), version: 1, state });
}

function serverItem(key: ServerKey, registration: Registration): Record<string, unknown> {
  const { tenant, server } = key;
  return {
    ...keys.server(tenant, server),
    ...keys.due(new Date(registration.due).toISOString()),
    ...keys.state(registration.state.toUpperCase(), tenant),
    ...keys.serverList(serverPosition(key)),
    ...serverRecord(server, tenant),
    registration,
    registrationVersion: registration.version,
    summary: summaryOf(registration),
  };
}
