import type { Page, PageRequest } from '../page';
import type { Time } from '../time';
import type { DomainRecord, EventRecord, OverrideRecord, ServerRecord, TenantRecord } from './records';

/**
 * One write. A record with a version replaces the version before it, and nothing else: the first is 1, where there was
 * none. What belongs to a record (its override, the event) is guarded by that record's version.
 */
export type RecordChange =
  | { readonly kind: 'tenant'; readonly record: TenantRecord }
  | { readonly kind: 'domain'; readonly record: DomainRecord }
  | { readonly kind: 'server'; readonly record: ServerRecord }
  | { readonly kind: 'override'; readonly record: OverrideRecord }
  | { readonly kind: 'remove-override'; readonly tenant: string; readonly target: string }
  /** To be checked from the internet at this time; `target` as in `targetName`. */
  | { readonly kind: 'check-due'; readonly tenant: string; readonly target: string; readonly at: Time }
  | { readonly kind: 'remove-check'; readonly tenant: string; readonly target: string }
  | { readonly kind: 'event'; readonly record: EventRecord };

/** A domain or server as stored, with what its override says. */
export interface Stored<R> {
  readonly record?: R;
  readonly override?: OverrideRecord;
}

/** Where tenants are kept. Reads by key see every write before them; lists may lag by a moment. */
export interface TenantRepository {
  tenant(id: string): Promise<TenantRecord | undefined>;
  /** In no order; unknown ones are left out. */
  tenants(ids: readonly string[]): Promise<readonly TenantRecord[]>;
  /** By id; a page begins after a tenant's id. */
  listTenants(page: PageRequest): Promise<Page<TenantRecord>>;
  /** By name; unknown ones are left out. */
  domains(names: readonly string[]): Promise<ReadonlyMap<string, DomainRecord>>;
  servers(tenant: string): Promise<readonly ServerRecord[]>;
  /** Record and override as they were at one moment. */
  domain(tenant: string, name: string): Promise<Stored<DomainRecord>>;
  server(tenant: string, name: string): Promise<Stored<ServerRecord>>;
  /** Every override that is stored, expired ones that are not removed yet among them. */
  listOverrides(): Promise<readonly OverrideRecord[]>;
  /** Newest first; a page begins after an `eventPosition`. */
  listEvents(tenant: string, page: PageRequest): Promise<Page<EventRecord>>;
  /** All or nothing. `conflict`: a record was changed since it was read. */
  commit(changes: readonly RecordChange[]): Promise<'committed' | 'conflict'>;
}

/** The position of an event in its tenant's list. */
export function eventPosition({ time, id }: Pick<EventRecord, 'time' | 'id'>): string {
  return `${time}#${id}`;
}

/** The table takes 100 writes in a transaction [documented]; a domain taken from another tenant takes four. */
export const MAX_SUBJECTS_PER_COMMIT = 24;
