import { healthy } from '../../animal';
import { ADDRESS, healthyWorld, withRecords } from '../../world';

/** IPv4 and IPv6 lead to the same server. */
export default healthy({
  world: (names) => withRecords(healthyWorld(names), names.domain, { AAAA: [ADDRESS.usualV6] }),
});
