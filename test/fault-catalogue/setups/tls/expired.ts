import { withCertificate } from '../../environment';
import { setup } from '../../setup';

/** The renewal of the certificate failed a while ago. */
export default setup({
  stage: 'domain tls',
  touches: ['domain certificate'],
  finds: ['tls.expired'],
  not: ['tls.expires-soon', 'tls.private-authority', 'tls.not-yet-valid'],
  fault: (environment, { domain }) => withCertificate(environment, domain, { ends: -3 }),
});
