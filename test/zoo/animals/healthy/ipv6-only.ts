import { healthy } from '../../animal';
import { ADDRESS, healthyWorld, withRecords } from '../../world';

/** IPv6 alone. */
export default healthy({
  world: (names) => withRecords(healthyWorld(names), names.domain, { A: [], AAAA: [ADDRESS.usualV6] }),
});
