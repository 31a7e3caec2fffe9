import { FAMILIES } from '../../../core/discovery/family';
import type { Fleet, Tenant } from '../../../core/tenants/fleet';
import { newToken } from './service';
import type { AppleEntry, AppleOrganisation, AppleState } from './state';

/** Seeds the Apple simulator for a fleet. */
export interface SeedOptions {
  readonly randomHex: (length: number) => string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const YEAR_MS = 365 * 86_400_000;

/**
 * What Apple knows of a fleet: an organisation per tenant with all its domains verified, an entry per server, the first
 * one the default for every family but Vision Pro, which is not assigned yet.
 * Existing tokens, URLs and decisions made in the portal stay.
 */
export function seedApple(known: AppleState, fleet: Fleet, options: SeedOptions): AppleState {
  const withServers = fleet.tenants.filter(({ servers }) => servers.length > 0);
  return {
    organisations: {
      ...known.organisations,
      ...Object.fromEntries(withServers.map((tenant) => [tenant.id, organisationOf(tenant, known)])),
    },
    entries: {
      ...known.entries,
      ...Object.fromEntries(
        withServers.flatMap((tenant) => tenant.servers.map((server) => entryOf(tenant, server, known, options))),
      ),
    },
  };
}

export function entryId(tenant: string, server: string): string {
  return `${tenant}/${server}`;
}

function organisationOf(tenant: Tenant, known: AppleState): AppleOrganisation {
  const [first] = tenant.servers;
  const everything = first
    ? FAMILIES.filter((family) => family !== 'RealityDevice').map((family) => [family, entryId(tenant.id, first.name)])
    : [];
  return {
    defaultAssignment: Object.fromEntries(everything),
    termsSigned: true,
    supported: true,
    ...known.organisations[tenant.id],
    id: tenant.id,
    name: tenant.name,
    verifiedDomains: tenant.domains.map(({ name }) => name),
  };
}

/** A shared token exists already, as an MDM uses it; an owned one is still to be downloaded. */
function entryOf(
  tenant: Tenant,
  server: Tenant['servers'][number],
  known: AppleState,
  { randomHex, now }: SeedOptions,
): [string, AppleEntry] {
  const id = entryId(tenant.id, server.name);
  const before = known.entries[id];
  const token =
    before?.token ?? (server.token.kind === 'shared' ? newToken(undefined, now + YEAR_MS, randomHex) : undefined);
  const fresh = {
    id,
    organisation: tenant.id,
    name: `${tenant.name} ${server.name}`,
    uuid: randomHex(32).toUpperCase(),
  };
  return [id, { ...fresh, ...before, ...(token ? { token } : {}) }];
}
