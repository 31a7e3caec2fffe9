import { observedValue } from '../../observation';
import type { Check } from '../check';
import { describeVerdict, judgeRecord } from '../validation-record';

/** Do the records that validate the certificate still exist? Without them it is not renewed. */
export const validationRecordCheck: Check = {
  codes: ['dns.validation-record'],
  run: ({ facts }) => {
    const { zone, lookups } = observedValue(facts.validation) ?? { zone: facts.domain, lookups: [] };
    return lookups.flatMap((lookup) => {
      const verdict = judgeRecord(lookup, zone);
      if (verdict.kind === 'right' || verdict.kind === 'unknown') return [];
      const { name, value } = lookup.record;
      return [
        {
          code: 'dns.validation-record',
          place: { hop: 0, layer: 'aside' },
          host: facts.domain,
          expected: `at ${name} a CNAME to ${value}`,
          found: describeVerdict(verdict),
          steps: [`${name}.  CNAME  ${value}.`],
        },
      ];
    });
  },
};
