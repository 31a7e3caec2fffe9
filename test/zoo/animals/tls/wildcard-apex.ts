import { animal } from '../../animal';
import { withCertificate } from '../../world';

/** The wildcard does not cover the bare domain. */
export default animal({
  stage: 'domain tls',
  touches: ['domain certificate'],
  finds: ['tls.wildcard-apex'],
  not: ['tls.other-name'],
  fault: (world, { domain }) => withCertificate(world, domain, { names: [`*.${domain}`] }),
});
