import { ADDRESS, healthyEnvironment, withRecords } from '../../environment';
import { healthy } from '../../setup';

/** TLS 1.3 only. */
export default healthy({
  environment: (names) => withRecords(healthyEnvironment(names), names.domain, { A: [ADDRESS.tls13] }),
});
