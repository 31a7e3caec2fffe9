import { animal } from '../../animal';
import { withCertificate } from '../../world';

/** The company's own authority, and its certificate is not sent either. */
export default animal({
  stage: 'domain tls',
  touches: ['domain certificate'],
  finds: ['tls.private-authority'],
  not: ['tls.chain-incomplete', 'tls.issuer-unknown'],
  fault: (world, { domain }) => withCertificate(world, domain, { issuer: 'private', sends: 'alone' }),
});
