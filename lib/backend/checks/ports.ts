import type { CheckKey, CheckRecord, CheckStep, CheckSubject, ObservationOutcome } from '../../core/checks/check';
import type { Message, StatusWord } from '../../core/checks/status';
import type { Page } from '../../core/page';
import type { TenantRepository } from '../../core/tenants/repository';

/** How many checks there are of each status. */
export type StatusCounts = Readonly<Record<StatusWord, number>>;

/** Where checks are stored. */
export interface CheckStore {
  get(key: CheckKey): Promise<CheckRecord | undefined>;
  /** Every check of a tenant. */
  list(tenant: string): Promise<readonly CheckRecord[]>;
  /** Stores the next version with its event, all or nothing; false where another version is stored by now. */
  commit(step: CheckStep): Promise<boolean>;
  /** Removes this version of a check; a newer one stays. */
  remove(check: CheckRecord): Promise<void>;
  /** What is to be visited at `now` (ISO 8601) or earlier, the longest waiting first. */
  listDue(now: string, after?: string): Promise<Page<CheckKey>>;
  /** Of these tenants; of all when left out. Lags behind by a moment. */
  count(tenants?: readonly string[]): Promise<StatusCounts>;
  /** At most so many that are stuck, by tenant: one request for all, or one for each of these tenants. Lags behind as well. */
  listStuck(limit: number, tenants?: readonly string[]): Promise<readonly CheckRecord[]>;
}

/** Observes a domain or a fallback from the internet, until `deadline` (milliseconds since the epoch) at the latest. */
export type Observer = (subject: CheckSubject, deadline: number) => Promise<ObservationOutcome>;

/** What checks need of the rest of the system. */
export interface CheckPorts {
  readonly store: CheckStore;
  readonly tenants: Pick<TenantRepository, 'domain' | 'server'>;
  readonly observe: Observer;
  /** Sends a message to people; rejects where it could not. */
  readonly notify: (message: Message) => Promise<void>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}
