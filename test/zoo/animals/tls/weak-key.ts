import { animal } from '../../animal';
import { withCertificate } from '../../world';

/** An RSA key of 1,024 bits. */
export default animal({
  stage: 'domain tls',
  touches: ['domain certificate'],
  finds: ['tls.weak-key'],
  not: ['tls.weak-signature'],
  fault: (world, { domain }) => withCertificate(world, domain, { key: 'rsa-1024' }),
});
