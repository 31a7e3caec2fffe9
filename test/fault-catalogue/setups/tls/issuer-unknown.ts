import { withCertificate } from '../../environment';
import { setup } from '../../setup';

/** The missing intermediate certificate is not where the certificate says. */
export default setup({
  stage: 'domain tls',
  touches: ['domain certificate'],
  finds: ['tls.issuer-unknown'],
  not: ['tls.chain-incomplete', 'tls.private-authority'],
  fault: (environment, { domain }) =>
    withCertificate(environment, domain, { sends: 'alone', issuerUrl: `http://gone.${domain}/ca.der` }),
});
