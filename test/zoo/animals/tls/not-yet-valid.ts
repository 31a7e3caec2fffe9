import { animal } from '../../animal';
import { withCertificate } from '../../world';

/** The certificate begins tomorrow. */
export default animal({
  stage: 'domain tls',
  touches: ['domain certificate'],
  finds: ['tls.not-yet-valid'],
  not: ['tls.expired'],
  fault: (world, { domain }) => withCertificate(world, domain, { begins: 1 }),
});
