import { withCertificate } from '../../environment';
import { setup } from '../../setup';

/** The company's own authority, and its certificate is not sent either. */
export default setup({
  stage: 'domain tls',
  touches: ['domain certificate'],
  finds: ['tls.private-authority'],
  not: ['tls.chain-incomplete', 'tls.issuer-unknown'],
  fault: (environment, { domain }) => withCertificate(environment, domain, { issuer: 'private', sends: 'alone' }),
});
