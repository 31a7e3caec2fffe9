import { healthy } from '../../animal';
import { ADDRESS, healthyWorld, withRecords } from '../../world';

/** TLS 1.3 only. */
export default healthy({
  world: (names) => withRecords(healthyWorld(names), names.domain, { A: [ADDRESS.tls13] }),
});
