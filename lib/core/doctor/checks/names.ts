import { observedValue } from '../../observation';
import type { Check } from '../check';
import type { Waypoint } from '../diagnosis-input';
import type { HostFacts, Lookup } from '../facts';
import type { CheckResult } from '../finding';
import { listed, quoted } from '../printable';

/** Does every host on a device's way have an address? The check of the BaseURL covers the enrollment host. */
export const namesCheck: Check = {
  codes: ['dns.no-name', 'dns.no-address', 'dns.dangling-alias', 'dns.alias-loop', 'dns.dnssec', 'dns.server-failure'],
  run: ({ waypoints }) => waypoints.filter(({ role }) => role !== 'enrollment').flatMap(checkHost),
};

function checkHost({ host, hop }: Waypoint): CheckResult[] {
  const lookups = [observedValue(host.a), observedValue(host.aaaa)].filter((lookup) => lookup !== undefined);
  // One address is enough; the family whose lookup failed may have one.
  if (lookups.length === 0 || lookups.some(({ status }) => status === 'answer')) return [];
  if (lookups.length < 2 && lookups[0]?.status === 'no-records') return [];
  const worst = RANKING.flatMap((status) => lookups.filter((lookup) => lookup.status === status))[0];
  return worst ? [{ place: { hop, layer: 'names' }, host: host.host, ...describe(host, worst) }] : [];
}

const RANKING: readonly Lookup['status'][] = ['bogus', 'alias-loop', 'server-failure', 'no-name', 'no-records'];

type Description = Pick<CheckResult, 'code' | 'expected' | 'found' | 'steps'>;

function describe({ host }: HostFacts, { status, aliases, detail }: Lookup): Description {
  const expected = 'an A or AAAA record';
  const last = aliases.at(-1);
  switch (status) {
    case 'bogus':
      return {
        code: 'dns.dnssec',
        expected: 'an answer that passes validation',
        found: `resolvers that validate refuse the answer (${detail ?? 'SERVFAIL'}), others give one`,
        steps: [`dig ${host} A +dnssec`, `dig ${host} A +cd`, `dig ${host} DS +trace`],
      };
    case 'alias-loop':
      return {
        code: 'dns.alias-loop',
        expected: 'a CNAME chain that ends in an address',
        found: `${host} → ${aliases.slice(0, 4).join(' → ')} → …`,
        steps: [`dig ${host} CNAME`],
      };
    case 'server-failure':
      return {
        code: 'dns.server-failure',
        expected,
        found: `the name servers fail (${detail ?? 'SERVFAIL'})`,
        steps: [`dig ${host} A +trace`],
      };
    default:
      if (last !== undefined) {
        return {
          code: 'dns.dangling-alias',
          expected: `a CNAME to a name that has an address`,
          found: `${host} is an alias of ${quoted(last)}, which ${status === 'no-name' ? 'does not exist' : 'has no address'}`,
          steps: [`dig ${host} CNAME`, `dig ${last} A`],
        };
      }
      return {
        code: status === 'no-name' ? 'dns.no-name' : 'dns.no-address',
        expected,
        found: status === 'no-name' ? 'the name does not exist (NXDOMAIN)' : 'the name exists but has no address',
        steps: recordsToAdd(host),
      };
  }
}

function recordsToAdd(host: string): string[] {
  return [
    `${host}.  A     <IPv4 address of the web server or front>`,
    `${host}.  AAAA  <its IPv6 address, if it has one>`,
  ];
}

/** The addresses of a host, for a sentence. */
export function addressesOf(host: HostFacts): string {
  return listed(host.endpoints.map(({ address }) => address));
}
