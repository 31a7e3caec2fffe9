import { animal } from '../../animal';
import { withCertificate } from '../../world';

/** A signature with SHA-1. */
export default animal({
  stage: 'domain tls',
  touches: ['domain certificate'],
  finds: ['tls.weak-signature'],
  not: ['tls.weak-key', 'tls.private-authority'],
  fault: (world, { domain }) => withCertificate(world, domain, { hash: 'SHA-1' }),
});
