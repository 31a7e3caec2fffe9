import { withCertificate } from '../../environment';
import { setup } from '../../setup';

/** The certificate is for `www.` only. */
export default setup({
  stage: 'domain tls',
  touches: ['domain certificate'],
  finds: ['tls.other-name'],
  not: ['tls.wildcard-apex'],
  fault: (environment, { domain }) => withCertificate(environment, domain, { names: [`www.${domain}`] }),
});
