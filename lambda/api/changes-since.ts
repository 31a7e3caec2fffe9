import type { EventRecord } from '../../lib/core/tenants/records';
import type { TenantRepository } from '../../lib/core/tenants/repository';

/** How many of the latest events are searched for the changes. */
const MAX_EVENTS = 100;

/** What the caller had read when asking for a change. */
export interface Seen {
  readonly tenant: string;
  /** As in `targetName`. */
  readonly subject: string;
  /** A server's registration counts its versions apart from those of its fallback. */
  readonly of: 'discovery' | 'registration';
  /** As `versionOf` reads it. */
  readonly version: number;
}

/** The events that made later versions than the one that the caller had read, newest first; none for an unknown ETag. */
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
