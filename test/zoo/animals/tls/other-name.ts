import { animal } from '../../animal';
import { withCertificate } from '../../world';

/** The certificate is for `www.` only. */
export default animal({
  stage: 'domain tls',
  touches: ['domain certificate'],
  finds: ['tls.other-name'],
  not: ['tls.wildcard-apex'],
  fault: (world, { domain }) => withCertificate(world, domain, { names: [`www.${domain}`] }),
});
