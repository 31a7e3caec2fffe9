import { ADDRESS, healthyEnvironment, withRecords } from '../../environment';
import { healthy } from '../../setup';

/** IPv6 alone. */
export default healthy({
  environment: (names) => withRecords(healthyEnvironment(names), names.domain, { A: [], AAAA: [ADDRESS.usualV6] }),
});
