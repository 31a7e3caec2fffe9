import { healthy } from '../../animal';
import { healthyWorld, withCertificate } from '../../world';

/** An RSA certificate. */
export default healthy({
  world: (names) => withCertificate(healthyWorld(names), names.domain, { key: 'rsa-2048' }),
});
