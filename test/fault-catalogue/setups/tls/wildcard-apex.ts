import { withCertificate } from '../../environment';
import { setup } from '../../setup';

/** The wildcard does not cover the bare domain. */
export default setup({
  stage: 'domain tls',
  touches: ['domain certificate'],
  finds: ['tls.wildcard-apex'],
  not: ['tls.other-name'],
  fault: (environment, { domain }) => withCertificate(environment, domain, { names: [`*.${domain}`] }),
});
