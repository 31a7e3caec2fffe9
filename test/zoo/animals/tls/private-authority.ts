import { animal } from '../../animal';
import { withCertificate } from '../../world';

/** The certificate comes from the company's own authority. */
export default animal({
  stage: 'domain tls',
  touches: ['domain certificate'],
  finds: ['tls.private-authority'],
  not: ['tls.self-signed', 'tls.chain-incomplete'],
  fault: (world, { domain }) => withCertificate(world, domain, { issuer: 'private' }),
});
