import { observed } from '../../../../lib/core/observation';
import { healthyEnvironment, withName } from '../../environment';
import { healthy } from '../../setup';

/** The record that validates the certificate exists, in another letter case. */
export default healthy({
  environment: (names) =>
    withName(healthyEnvironment(names), `_record.${names.domain}`, { CNAME: '_Value.ACM-validations.aws' }),
  wanted: ({ domain }) => ({
    validationRecords: Promise.resolve(observed([{ name: `_record.${domain}`, value: '_value.acm-validations.aws' }])),
  }),
});
