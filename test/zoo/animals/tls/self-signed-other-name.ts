import { animal } from '../../animal';
import { withCertificate } from '../../world';

/** A self-signed certificate for somebody else. */
export default animal({
  stage: 'domain tls',
  touches: ['domain certificate'],
  finds: ['tls.self-signed'],
  follows: ['tls.other-name'],
  not: ['tls.private-authority'],
  fault: (world, { domain }) => withCertificate(world, domain, { issuer: 'itself', names: ['localhost.localdomain'] }),
});
