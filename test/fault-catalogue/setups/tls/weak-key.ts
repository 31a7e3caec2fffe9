import { withCertificate } from '../../environment';
import { setup } from '../../setup';

/** An RSA key of 1,024 bits. */
export default setup({
  stage: 'domain tls',
  touches: ['domain certificate'],
  finds: ['tls.weak-key'],
  not: ['tls.weak-signature'],
  fault: (environment, { domain }) => withCertificate(environment, domain, { key: 'rsa-1024' }),
});
