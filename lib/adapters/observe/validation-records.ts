import type { ValidationLookup, ValidationRecord } from '../../core/doctor/facts';
import { doubledName } from '../../core/doctor/validation-record';
import { absentFact, type Observation, observed, unknown } from '../../core/observation';
import type { Resolver } from '../dns/resolver';

/** Observes the records where they should be, and where they land if the DNS console adds the zone to the whole name. */
export function observeValidation(
  resolver: Resolver,
  records: readonly ValidationRecord[],
  zone: string,
): Promise<ValidationLookup[]> {
  return Promise.all(
    records.map(async (record) => {
      const atName = await resolveAlias(resolver, record.name);
      const doubled = atName.kind === 'absent' ? await resolveAlias(resolver, doubledName(record, zone)) : absentFact;
      return { record, atName, doubled };
    }),
  );
}

/** Target of a CNAME record, lower case. What its target answers does not matter: it need not exist. */
async function resolveAlias(resolver: Resolver, name: string): Promise<Observation<string>> {
  const reply = await resolver.ask({ name, type: 'CNAME' });
  if (reply.kind !== 'observed') return reply;
  const { code, answers } = reply.value;
  const alias = answers.find((answer) => answer.type === 'CNAME' && answer.name.toLowerCase() === name);
  if (alias?.type === 'CNAME') return observed(alias.data.toLowerCase().replace(/\.$/, ''));
  return code === 'NOERROR' || code === 'NXDOMAIN' ? absentFact : unknown(`the lookup of ${name} fails (${code})`);
}

/** The DNS zone of a domain; the domain itself where that cannot be found out. */
export async function observeZoneName(resolver: Resolver, domain: string): Promise<string> {
  const reply = await resolver.ask({ name: `signpost-zone-check.${domain}`, type: 'SOA' });
  if (reply.kind !== 'observed') return domain;
  const soa = [...reply.value.authorities, ...reply.value.answers].find(({ type }) => type === 'SOA');
  const zone = soa?.name.toLowerCase();
  return zone !== undefined && (zone === domain || domain.endsWith(`.${zone}`)) ? zone : domain;
}
