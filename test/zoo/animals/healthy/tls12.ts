import { healthy } from '../../animal';
import { ADDRESS, healthyWorld, withRecords } from '../../world';

/** TLS 1.2 only, as Apple wants it. */
export default healthy({
  world: (names) => withRecords(healthyWorld(names), names.domain, { A: [ADDRESS.tls12] }),
});
