import { animal } from '../../animal';
import { withCertificate } from '../../world';

/** The renewal of the certificate failed a while ago. */
export default animal({
  stage: 'domain tls',
  touches: ['domain certificate'],
  finds: ['tls.expired'],
  not: ['tls.expires-soon', 'tls.private-authority', 'tls.not-yet-valid'],
  fault: (world, { domain }) => withCertificate(world, domain, { ends: -3 }),
});
