import { animal } from '../../animal';
import { withCertificate } from '../../world';

/** The server still has the certificate that it was installed with. */
export default animal({
  stage: 'domain tls',
  touches: ['domain certificate'],
  finds: ['tls.self-signed'],
  not: ['tls.private-authority', 'tls.chain-incomplete'],
  fault: (world, { domain }) => withCertificate(world, domain, { issuer: 'itself' }),
});
