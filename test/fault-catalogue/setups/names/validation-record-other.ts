import { observed } from '../../../../lib/core/observation';
import { withName } from '../../environment';
import { setup } from '../../setup';

/** The record by which the certificate was issued leads to another value. */
export default setup({
  stage: 'beside',
  touches: ['validation', 'wanted'],
  finds: ['dns.validation-record'],
  not: [],
  fault: (environment, { domain }) =>
    withName(environment, `_record.${domain}`, { CNAME: '_old-value.acm-validations.aws' }),
  wanted: ({ domain }) => ({
    validationRecords: Promise.resolve(observed([{ name: `_record.${domain}`, value: '_value.acm-validations.aws' }])),
  }),
});
