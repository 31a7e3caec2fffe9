import { animal } from '../../animal';
import { withCertificate } from '../../world';
import { ISSUER_URL } from '../../zoo';

/** The server sends its certificate without the intermediate one. */
export default animal({
  stage: 'domain tls',
  touches: ['domain certificate'],
  finds: ['tls.chain-incomplete'],
  not: ['tls.private-authority', 'tls.issuer-unknown'],
  fault: (world, { domain }) => withCertificate(world, domain, { sends: 'alone', issuerUrl: ISSUER_URL }),
});
