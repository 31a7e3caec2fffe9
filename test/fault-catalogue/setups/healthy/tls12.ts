import { ADDRESS, healthyEnvironment, withRecords } from '../../environment';
import { healthy } from '../../setup';

/** TLS 1.2 only, as Apple wants it. */
export default healthy({
  environment: (names) => withRecords(healthyEnvironment(names), names.domain, { A: [ADDRESS.tls12] }),
});
