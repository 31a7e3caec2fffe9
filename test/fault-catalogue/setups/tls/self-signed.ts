import { withCertificate } from '../../environment';
import { setup } from '../../setup';

/** The server still has the certificate that it was installed with. */
export default setup({
  stage: 'domain tls',
  touches: ['domain certificate'],
  finds: ['tls.self-signed'],
  not: ['tls.private-authority', 'tls.chain-incomplete'],
  fault: (environment, { domain }) => withCertificate(environment, domain, { issuer: 'itself' }),
});
