import type { EventRecord } from '../../lib/core/tenants/records';
import type { TenantRepository } from '../../lib/core/tenants/repository';

/** How many of the last events are searched for what changed. */
const MAX_EVENTS = 100;

/** What somebody has seen who wants to change it. */
export interface Seen {
  readonly tenant: string;
  /** As in `targetName`. */
  readonly subject: string;
  /** A server's registration counts its versions apart from those of its fallback. */
  readonly of: 'discovery' | 'registration';
  /** As `versionOf` reads it. */
  readonly version: number;
}

/** The events that made versions after the one that was seen, newest first; none where the ETag was not ours. */
export async function changesSince(
  { tenant, subject, of, version }: Seen,
  { listEvents }: Pick<TenantRepository, 'listEvents'>,
): Promise<readonly EventRecord[]> {
  if (version < 0) return [];
  const { items } = await listEvents(tenant, { limit: MAX_EVENTS });
  return items.filter(
    ({ action, changes }) =>
      action.startsWith('registration.') === (of === 'registration') &&
      changes.some((each) => each.subject === subject && each.version > version),
  );
}
