/** Name of the one table of a stage. */
export function tableName(stage: string): string {
  return `signpost-${stage}`;
}

/** Attribute names of the keys; all are strings. */
export const TABLE_KEY = { partition: 'pk', sort: 'sk' } as const;

/** Seconds since the epoch after which DynamoDB may remove an item; readers check the time themselves. */
export const TTL_ATTRIBUTE = 'expiresAt';

/** A global secondary index: string keys, and the attributes beside the keys; all of them when left out. */
export interface TableIndex {
  readonly name: string;
  readonly partition: string;
  readonly sort: string;
  readonly attributes?: readonly string[];
}

/** The global secondary indexes. */
export const INDEXES = {
  /** Every tenant, by id. */
  list: { name: 'GSI1', partition: 'gsi1pk', sort: 'gsi1sk' },
  /** Sparse: what is to be checked, by the time when it is due. */
  due: { name: 'GSI2', partition: 'gsi2pk', sort: 'gsi2sk' },
  /** Sparse: what is in a state worth finding, by tenant. */
  state: { name: 'GSI3', partition: 'gsi3pk', sort: 'gsi3sk' },
  /** Every server, by tenant and name, so small that a whole fleet is read in a few requests. */
  servers: { name: 'GSI4', partition: 'gsi4pk', sort: 'gsi4sk', attributes: ['summary', 'releasedAt'] },
} as const satisfies Readonly<Record<string, TableIndex>>;

/** Keys of the items, and the values of the index keys. */
export const keys = {
  tenant: (tenant: string) => ({ pk: `TENANT#${tenant}`, sk: 'TENANT' }),
  /** `target` as in `targetName`: a domain, or `server:<name>` for a server's fallback. */
  override: (tenant: string, target: string) => ({ pk: `TENANT#${tenant}`, sk: `OVERRIDE#${target}` }),
  domain: (domain: string) => ({ pk: `DOMAIN#${domain}`, sk: 'DOMAIN' }),
  server: (tenant: string, server: string) => ({ pk: `TENANT#${tenant}`, sk: `SERVER#${server}` }),
  /** `target` as in `targetName`. */
  check: (tenant: string, target: string) => ({ pk: `TENANT#${tenant}`, sk: `CHECK#${target}` }),
  /** `time` in ISO 8601, UTC, so that events sort by it. */
  event: (tenant: string, time: string, id: string) => ({ pk: `TENANT#${tenant}`, sk: `EVENT#${time}#${id}` }),
  tenantList: (tenant: string) => ({ gsi1pk: 'LIST#TENANT', gsi1sk: tenant }),
  /** `time` in ISO 8601, UTC. */
  due: (time: string) => ({ gsi2pk: 'DUE', gsi2sk: time }),
  /** Apart from due registrations, so that neither run reads the other's items. */
  dueCheck: (time: string) => ({ gsi2pk: 'DUE#CHECK', gsi2sk: time }),
  /** Settings of the whole stage. */
  controls: () => ({ pk: 'STAGE', sk: 'CONTROLS' }),
  lease: (name: string) => ({ pk: `LEASE#${name}`, sk: 'LEASE' }),
  state: (state: string, tenant: string) => ({ gsi3pk: `STATE#${state}`, gsi3sk: tenant }),
  /** `position` as in `serverPosition`. */
  serverList: (position: string) => ({ gsi4pk: 'LIST#SERVER', gsi4sk: position }),
} as const;

/** The state under which overrides are found by index 3. */
export const OVERRIDDEN_STATE = 'OVERRIDDEN';

/** The state under which checks are counted by index 3. */
export function checkState(word: string): string {
  return `CHECK-${word.toUpperCase()}`;
}

/** How long events are kept. */
export const EVENT_DAYS = 400;

/**
 * All that the discovery function reads of a domain's or a server's item: its permission covers these attributes alone, so
 * not who put an override in force, and why.
 */
export const DISCOVERY_ATTRIBUTES = ['pk', 'sk', 'tenant', 'declared', 'override', 'answersUntil'] as const;
