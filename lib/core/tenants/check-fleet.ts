import { type Problem, problem } from '../problems';
import { websiteHost } from '../website';
import { type Domain, type Fleet, frontsOf, type Tenant } from './fleet';
import { secretsTwice } from './shared-secrets';
import { formatPath } from './source';

/** CloudFront lets 500 distributions use one edge function; the rest is room for replacements. */
export const MAX_FRONTS = 450;

interface Owned<D extends Domain = Domain> {
  readonly tenant: Tenant;
  readonly domain: D;
}

/** Checks the rules across files. */
export function checkFleet(fleet: Fleet): readonly Problem[] {
  const owned = fleet.tenants.flatMap((tenant) => tenant.domains.map((domain) => ({ tenant, domain })));
  return [
    ...claimedTwice(owned),
    ...claimedByBackend(fleet, owned),
    ...clusterLoops(fleet, owned),
    ...websiteLoops(fleet),
    ...secretsTwice(fleet),
    ...tooManyFronts(fleet),
  ];
}

function claimedTwice(owned: readonly Owned[]): Problem[] {
  const first = new Map<string, Owned>();
  const problems: Problem[] = [];
  for (const mine of owned) {
    const other = first.get(mine.domain.name);
    if (!other) first.set(mine.domain.name, mine);
    else
      problems.push(
        problem(
          'tenant.domain-twice',
          `Cannot claim "${mine.domain.name}": ${fileOf(other.tenant)} has it already; expected one tenant per domain`,
          placeOf(mine),
        ),
      );
  }
  return problems;
}

/** The host of the backend has a certificate and records of its own. */
function claimedByBackend({ config }: Fleet, owned: readonly Owned[]): Problem[] {
  return owned
    .filter(({ domain }) => domain.name === config.discoveryDomain)
    .map((mine) => {
      const message = `Cannot claim "${mine.domain.name}": it is the discoveryDomain of signpost.config.ts; expected a domain of the tenant`;
      return problem('tenant.domain-twice', message, placeOf(mine));
    });
}

function clusterLoops(fleet: Fleet, owned: readonly Owned[]): Problem[] {
  const owners = new Map(owned.map(({ tenant, domain }) => [domain.name as string, `a domain of ${fileOf(tenant)}`]));
  if (fleet.config.discoveryDomain) owners.set(fleet.config.discoveryDomain, 'the discoveryDomain');
  return fleet.clusters.flatMap((cluster) => {
    const owner = owners.get(new URL(cluster.url).hostname);
    if (owner === undefined) return [];
    const message = `Cannot use "${cluster.url}" as a cluster: its host is ${owner}; expected the MDM's own host`;
    return [problem('tenant.cluster-loop', message, { file: 'clusters.ts', path: formatPath([cluster.name, 'url']) })];
  });
}

/** Follows each website from front to front: it must leave them in the end. */
function websiteLoops(fleet: Fleet): Problem[] {
  const fronts = fleet.tenants.flatMap((tenant) => frontsOf(tenant).map((domain) => ({ tenant, domain })));
  const next = new Map<string, string | undefined>(
    fronts.map(({ domain }) => [domain.name, websiteHost(domain.website)]),
  );
  return fronts
    .filter(({ domain }) => leadsBack(domain.name, next))
    .map((owned) => {
      const message = `Cannot send the website of "${owned.domain.name}" to "${websiteHost(owned.domain.website)}": it leads back to the domain; expected a host outside of it`;
      return problem('tenant.website-loop', message, placeOf(owned, 'website'));
    });
}

function leadsBack(start: string, next: ReadonlyMap<string, string | undefined>): boolean {
  const seen = new Set<string>();
  let host = next.get(start);
  while (host !== undefined && !seen.has(host)) {
    if (host === start) return true;
    seen.add(host);
    host = next.get(host);
  }
  return false;
}

function tooManyFronts(fleet: Fleet): Problem[] {
  const count = fleet.tenants.reduce((sum, tenant) => sum + frontsOf(tenant).length, 0);
  if (count <= MAX_FRONTS) return [];
  return [
    problem('tenant.too-many-fronts', `Cannot serve ${count} fronts in one account; expected at most ${MAX_FRONTS}`, {
      file: 'tenants/',
    }),
  ];
}

function fileOf(tenant: Tenant): string {
  return `tenants/${tenant.id}.ts`;
}

function placeOf({ tenant, domain }: Owned, ...field: string[]): Problem['where'] {
  return { file: fileOf(tenant), path: formatPath(['domains', domain.name, ...field]) };
}
