import { observed } from '../../../../lib/core/doctor/facts';
import { animal } from '../../animal';
import { withName } from '../../world';

/** Somebody tidied up: the record by which the certificate was issued is gone, and another one like it stands. */
export default animal({
  stage: 'beside',
  touches: ['validation', 'wanted'],
  finds: ['dns.validation-record'],
  not: [],
  fault: (world, { domain }) => withName(world, `_other.${domain}`, { CNAME: '_its-value.acm-validations.aws' }),
  wanted: ({ domain }) => ({
    validationRecords: Promise.resolve(observed([{ name: `_record.${domain}`, value: '_value.acm-validations.aws' }])),
  }),
});
