import { createAsk } from '../../lib/adapters/http/device';
import { localNetwork } from '../../lib/adapters/http/network';
import { loadFleet } from '../../lib/adapters/project/project-files';
import { decide } from '../../lib/core/discovery/decide';
import type { Device } from '../../lib/core/discovery/device';
import { FAMILIES } from '../../lib/core/discovery/family';
import { runJourney } from '../../lib/core/discovery/journey';
import { currentOs, platformOf } from '../../lib/core/discovery/os-support';
import type { Domain } from '../../lib/core/tenants/fleet';
import { amount, type Figure } from '../report/figure';
import { startLocalCloud } from '../subjects/local-cloud';
import type { Row } from './row';

/** Connections that a device opens, by what its domain answers. */
const GOALS = { redirect: 2, serve: 1 } as const;

type DiscoveryTarget = keyof typeof GOALS;

/** Counted, not timed: every hop of a device is a connection of its own, for the price of a handshake. */
export const roundTrips: Row = {
  name: 'round-trips',
  ifMissed: 'A device then opens more connections until it finds its MDM, so the person waits longer at sign-in.',
  measure: async () => {
    const cloud = await startLocalCloud();
    try {
      const fleet = await loadFleet(cloud.checkout);
      if (!fleet.ok) throw new Error('the sample tenants do not load');
      const ask = createAsk(localNetwork(cloud));
      const counts: { readonly what: string; readonly answer: DiscoveryTarget; readonly connections: number }[] = [];
      for (const tenant of fleet.value.tenants) {
        for (const domain of tenant.domains) {
          for (const device of devicesOf(domain)) {
            const { stages } = await runJourney(device, ask);
            const [first] = stages;
            const { kind } = decide(domain.policy, {
              raw: '',
              family: device.family,
              identifier: device.identifier.text,
            }).answer;
            if (kind !== 'redirect' && kind !== 'serve') continue;
            if (!first?.outcome.ok) throw new Error(`a ${device.family} does not get there by ${domain.name}`);
            counts.push({ what: `${tenant.id}: ${kind}`, answer: kind, connections: first.hops.length });
          }
        }
      }
      return { figures: figuresOf(counts) };
    } finally {
      await cloud.stop();
    }
  },
};

function devicesOf({ name }: Domain): readonly Device[] {
  return FAMILIES.filter((family) => platformOf(family) !== undefined).map((family) => ({
    identifier: { text: `user@${name}`, domain: name },
    family,
    os: currentOs(family),
  }));
}

/** One figure per tenant and answer: the most over all its domains and all families. */
function figuresOf(
  counts: readonly { readonly what: string; readonly answer: DiscoveryTarget; readonly connections: number }[],
): readonly Figure[] {
  return [...new Set(counts.map(({ what }) => what))].map((what) => {
    const mine = counts.filter((count) => count.what === what);
    const answer = mine[0]?.answer ?? 'redirect';
    return amount(`connections of a device, ${what}`, [Math.max(...mine.map(({ connections }) => connections))], '', {
      goal: { atMost: GOALS[answer] },
    });
  });
}
