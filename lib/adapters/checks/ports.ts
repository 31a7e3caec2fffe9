import type { Check, CheckKey, CheckStep, CheckSubject, LookOutcome } from '../../core/checks/check';
import type { Message, StandingWord } from '../../core/checks/standing';
import type { TenantRepository } from '../../core/tenants/repository';
import type { Page } from '../registration/ports';

/** How many checks there are of each standing. */
export type StandingCounts = Readonly<Record<StandingWord, number>>;

/** Where checks are kept. */
export interface CheckStore {
  get(key: CheckKey): Promise<Check | undefined>;
  /** Every check of a tenant. */
  list(tenant: string): Promise<readonly Check[]>;
  /** Stores the next version with its event, all or nothing; false where another version is stored by now. */
  commit(step: CheckStep): Promise<boolean>;
  /** Forgets this version of a check; a newer one stays. */
  remove(check: Check): Promise<void>;
  /** What is to be visited at `now` (ISO 8601) or earlier, the longest waiting first. */
  listDue(now: string, after?: string): Promise<Page<CheckKey>>;
  /** Of these tenants; of all when left out. Lags behind by a moment. */
  count(tenants?: readonly string[]): Promise<StandingCounts>;
  /** At most so many that are stuck, by tenant: one request for all, or one for each of these tenants. Lags behind as well. */
  listStuck(limit: number, tenants?: readonly string[]): Promise<readonly Check[]>;
}

/** Looks at a domain or a fallback from outside, until `deadline` (milliseconds since the epoch) at the latest. */
export type Looker = (subject: CheckSubject, deadline: number) => Promise<LookOutcome>;

/** Everything outside that checks need. */
export interface CheckPorts {
  readonly store: CheckStore;
  readonly tenants: Pick<TenantRepository, 'domain' | 'server'>;
  readonly look: Looker;
  /** Tells people; rejects where it could not. */
  readonly tell: (message: Message) => Promise<void>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}
