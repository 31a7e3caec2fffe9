import { withCertificate } from '../../environment';
import { setup } from '../../setup';

/** The certificate begins tomorrow. */
export default setup({
  stage: 'domain tls',
  touches: ['domain certificate'],
  finds: ['tls.not-yet-valid'],
  not: ['tls.expired'],
  fault: (environment, { domain }) => withCertificate(environment, domain, { begins: 1 }),
});
