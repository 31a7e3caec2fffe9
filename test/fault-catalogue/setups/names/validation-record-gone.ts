import { observed } from '../../../../lib/core/observation';
import { withName } from '../../environment';
import { setup } from '../../setup';

/** Somebody tidied up: the record by which the certificate was issued is gone, and another one like it stands. */
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
