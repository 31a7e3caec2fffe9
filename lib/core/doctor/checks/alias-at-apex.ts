import { observedValue } from '../../observation';
import type { Check } from '../check';
import { quoted } from '../printable';

/** Is there a CNAME beside the records that every zone's apex has (RFC 1034, section 3.6.2)? */
export const aliasAtApexCheck: Check = {
  codes: ['dns.alias-at-apex'],
  run: ({ facts, domain }) => {
    const alias = [domain.a, domain.aaaa]
      .map((lookup) => observedValue(lookup)?.aliases[0])
      .find((name) => name !== undefined);
    if (alias === undefined || observedValue(facts.delegation.zone) !== facts.domain) return [];
    return [
      {
        code: 'dns.alias-at-apex',
        place: { hop: 0, layer: 'aside' },
        host: facts.domain,
        expected: 'A and AAAA records, or the ALIAS of the DNS provider',
        found: `a CNAME to ${quoted(alias)} at the apex of the zone`,
        steps: [
          `remove:  ${facts.domain}.  CNAME  ${alias}.`,
          `add:     ${facts.domain}.  ALIAS  ${alias}.   (or ANAME, CNAME flattening, Route 53 alias)`,
        ],
      },
    ];
  },
};
