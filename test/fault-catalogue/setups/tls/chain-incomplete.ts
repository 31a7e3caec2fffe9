import { withCertificate } from '../../environment';
import { setup } from '../../setup';
import { ISSUER_URL } from '../../simulated-internet';

/** The server sends its certificate without the intermediate one. */
export default setup({
  stage: 'domain tls',
  touches: ['domain certificate'],
  finds: ['tls.chain-incomplete'],
  not: ['tls.private-authority', 'tls.issuer-unknown'],
  fault: (environment, { domain }) => withCertificate(environment, domain, { sends: 'alone', issuerUrl: ISSUER_URL }),
});
