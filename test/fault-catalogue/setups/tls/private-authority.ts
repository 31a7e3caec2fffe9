import { withCertificate } from '../../environment';
import { setup } from '../../setup';

/** The certificate comes from the company's own authority. */
export default setup({
  stage: 'domain tls',
  touches: ['domain certificate'],
  finds: ['tls.private-authority'],
  not: ['tls.self-signed', 'tls.chain-incomplete'],
  fault: (environment, { domain }) => withCertificate(environment, domain, { issuer: 'private' }),
});
