import { observed } from '../../../../lib/core/doctor/facts';
import { healthy } from '../../animal';
import { healthyWorld, withName } from '../../world';

/** The record by which the certificate was issued stands, in other letters. */
export default healthy({
  world: (names) => withName(healthyWorld(names), `_record.${names.domain}`, { CNAME: '_Value.ACM-validations.aws' }),
  wanted: ({ domain }) => ({
    validationRecords: Promise.resolve(observed([{ name: `_record.${domain}`, value: '_value.acm-validations.aws' }])),
  }),
});
