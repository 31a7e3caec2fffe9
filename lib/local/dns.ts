import { API_GATEWAY_ZONE } from './assembly/references';
import { customDomainsOf, type Deployment } from './deployment';

/** Whether DNS has an address for a host. */
type Resolves = (host: string) => boolean;

/** The zone of all distributions, the same in every account. [documented] */
const CLOUDFRONT_ZONE = 'Z2FDTNDATAQYW2';

/** The names of the local cloud and the simulated environment. */
export interface Dns {
  readonly hosts: readonly string[];
  readonly resolves: Resolves;
}

/** Local DNS: the records of the templates, those that customers have added, and those of the simulated environment. */
// rule: dns.alias-records
export function createDns(deployment: Deployment, customersOwn: readonly string[], simulation: readonly string[]): Dns {
  const { records, distributions } = deployment;
  const targets = new Set(distributions.map(({ domainName }) => domainName));
  const regional = new Set(customDomainsOf(deployment).map(({ regionalName }) => regionalName));
  const zones = new Map([
    [CLOUDFRONT_ZONE, targets],
    [API_GATEWAY_ZONE, regional],
  ]);
  const aliased = records
    .filter(({ type }) => type === 'A' || type === 'AAAA')
    .filter(({ target, targetZoneId }) => zones.get(targetZoneId)?.has(target))
    .map(({ name }) => name);
  const known = new Set([...targets, ...aliased, ...customersOwn, ...simulation]);
  return { hosts: [...known].sort(), resolves: (host) => known.has(host.toLowerCase().replace(/\.$/, '')) };
}
