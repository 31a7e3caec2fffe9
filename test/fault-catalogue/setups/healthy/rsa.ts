import { healthyEnvironment, withCertificate } from '../../environment';
import { healthy } from '../../setup';

/** An RSA certificate. */
export default healthy({
  environment: (names) => withCertificate(healthyEnvironment(names), names.domain, { key: 'rsa-2048' }),
});
