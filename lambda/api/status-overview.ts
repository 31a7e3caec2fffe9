import type { CheckStore, StatusCounts } from '../../lib/backend/checks/ports';
import type { OverviewView } from '../../lib/contract/api/schemas';
import { MAX_ATTENTION } from '../../lib/contract/api/server-schemas';
import type { CheckRecord } from '../../lib/core/checks/check';
import type { Principal } from '../../lib/core/tenants/principal';

/** How many domains and fallbacks have each status, and as many of the stuck ones as the overview lists. */
export interface Statuses {
  readonly counts: StatusCounts;
  readonly stuck: readonly CheckRecord[];
}

/** Of all tenants for the platform team, else of the principal's own. */
export async function statusesOf({ role }: Principal, store: CheckStore): Promise<Statuses> {
  const tenants = role.kind === 'platform' ? undefined : [...new Set(role.ids)];
  const [counts, stuck] = await Promise.all([store.count(tenants), store.listStuck(MAX_ATTENTION, tenants)]);
  return { counts, stuck };
}

/** A stuck check as the overview lists it: by what to fix first. */
export function viewStuck({
  tenant,
  target,
  status,
}: CheckRecord): readonly OverviewView['attention']['items'][number][] {
  if (!status) return [];
  const [first] = status.findings;
  const found = first ? { code: first.code, title: first.title } : {};
  return [{ kind: 'status-stuck', tenant, target, since: status.since, ...found }];
}
