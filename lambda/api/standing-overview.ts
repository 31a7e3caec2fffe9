import type { CheckStore, StandingCounts } from '../../lib/adapters/checks/ports';
import type { OverviewView } from '../../lib/contract/api/schemas';
import { MAX_ATTENTION } from '../../lib/contract/api/server-schemas';
import type { Check } from '../../lib/core/checks/check';
import type { Principal } from '../../lib/core/tenants/principal';

/** How many domains and fallbacks stand how, and as many of the stuck ones as can be named. */
export interface Standings {
  readonly counts: StandingCounts;
  readonly stuck: readonly Check[];
}

/** Of all tenants for the platform team, else of one's own. */
export async function standingsOf({ role }: Principal, store: CheckStore): Promise<Standings> {
  const tenants = role.kind === 'platform' ? undefined : [...new Set(role.ids)];
  const [counts, stuck] = await Promise.all([store.count(tenants), store.listStuck(MAX_ATTENTION, tenants)]);
  return { counts, stuck };
}

/** A stuck check as the overview names it: by what to mend first. */
export function viewStuck({ tenant, target, standing }: Check): readonly OverviewView['attention']['items'][number][] {
  if (!standing) return [];
  const [first] = standing.findings;
  const found = first ? { code: first.code, title: first.title } : {};
  return [{ kind: 'standing-stuck', tenant, target, since: standing.since, ...found }];
}
