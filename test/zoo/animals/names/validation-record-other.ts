import { observed } from '../../../../lib/core/doctor/facts';
import { animal } from '../../animal';
import { withName } from '../../world';

/** The record by which the certificate was issued leads to another value. */
export default animal({
  stage: 'beside',
  touches: ['validation', 'wanted'],
  finds: ['dns.validation-record'],
  not: [],
  fault: (world, { domain }) => withName(world, `_record.${domain}`, { CNAME: '_old-value.acm-validations.aws' }),
  wanted: ({ domain }) => ({
    validationRecords: Promise.resolve(observed([{ name: `_record.${domain}`, value: '_value.acm-validations.aws' }])),
  }),
});
