import { withCertificate } from '../../environment';
import { setup } from '../../setup';

/** A self-signed certificate for another host. */
export default setup({
  stage: 'domain tls',
  touches: ['domain certificate'],
  finds: ['tls.self-signed'],
  follows: ['tls.other-name'],
  not: ['tls.private-authority'],
  fault: (environment, { domain }) =>
    withCertificate(environment, domain, { issuer: 'itself', names: ['localhost.localdomain'] }),
});
