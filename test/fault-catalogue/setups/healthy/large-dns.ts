import { healthyEnvironment, withRecords } from '../../environment';
import { healthy } from '../../setup';

/** DNS answers that need TCP. */
export default healthy({
  environment: (names) => withRecords(healthyEnvironment(names), names.domain, { large: true }),
});
