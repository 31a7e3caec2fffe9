import { withCertificate } from '../../environment';
import { setup } from '../../setup';

/** The certificate ends this week, and was not renewed. */
export default setup({
  stage: 'beside',
  touches: ['domain certificate'],
  finds: ['tls.expires-soon'],
  not: ['tls.expired'],
  fault: (environment, { domain }) => withCertificate(environment, domain, { ends: 5 }),
});
