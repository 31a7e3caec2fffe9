import { observed } from '../../../../lib/core/observation';
import { withName } from '../../environment';
import { setup } from '../../setup';

/** The record that validates the certificate was deleted, and a similar one still exists. */
export default setup({
  stage: 'beside',
  touches: ['validation', 'wanted'],
  finds: ['dns.validation-record'],
  not: [],
  fault: (environment, { domain }) =>
    withName(environment, `_other.${domain}`, { CNAME: '_its-value.acm-validations.aws' }),
  wanted: ({ domain }) => ({
    validationRecords: Promise.resolve(observed([{ name: `_record.${domain}`, value: '_value.acm-validations.aws' }])),
  }),
});
