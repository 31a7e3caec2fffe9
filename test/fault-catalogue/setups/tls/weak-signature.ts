import { withCertificate } from '../../environment';
import { setup } from '../../setup';

/** A signature with SHA-1. */
export default setup({
  stage: 'domain tls',
  touches: ['domain certificate'],
  finds: ['tls.weak-signature'],
  not: ['tls.weak-key', 'tls.private-authority'],
  fault: (environment, { domain }) => withCertificate(environment, domain, { hash: 'SHA-1' }),
});
