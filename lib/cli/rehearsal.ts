import type { Device } from '../core/discovery/device';
import { expectedAnswer, wasTold } from '../core/discovery/expectation';
import type { Family } from '../core/discovery/family';
import type { Identifier } from '../core/discovery/identifier';
import { type Ask, travel } from '../core/discovery/journey';
import { currentOs } from '../core/discovery/os-support';
import type { Domain } from '../core/tenants/fleet';

/** How one simulated device fared at a domain. */
export interface Visit {
  readonly family: Family;
  readonly enrolls: boolean;
  /** Whether the domain told it what the tenant's file says. */
  readonly asDeclared: boolean;
}

/** The families that enroll by signing in. */
const VISITORS: readonly Family[] = ['iPhone', 'iPad', 'Mac', 'RealityDevice'];

/** Sends one device of each family to a domain, with a made-up identifier. */
export function visitDomain(domain: Domain, ask: Ask): Promise<readonly Visit[]> {
  const identifier: Identifier = { text: `user@${domain.name}`, domain: domain.name };
  return Promise.all(
    VISITORS.map(async (family) => {
      const device: Device = { identifier, family, os: currentOs(family) };
      const journey = await travel(device, ask);
      return {
        family,
        enrolls: journey.outcome.ok,
        asDeclared: wasTold(expectedAnswer(domain.policy, device), journey),
      };
    }),
  );
}
