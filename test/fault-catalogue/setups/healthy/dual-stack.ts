import { ADDRESS, healthyEnvironment, withRecords } from '../../environment';
import { healthy } from '../../setup';

/** IPv4 and IPv6 lead to the same server. */
export default healthy({
  environment: (names) => withRecords(healthyEnvironment(names), names.domain, { AAAA: [ADDRESS.usualV6] }),
});
