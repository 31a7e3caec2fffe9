import { animal } from '../../animal';
import { withCertificate } from '../../world';

/** The missing intermediate certificate is not where the certificate says. */
export default animal({
  stage: 'domain tls',
  touches: ['domain certificate'],
  finds: ['tls.issuer-unknown'],
  not: ['tls.chain-incomplete', 'tls.private-authority'],
  fault: (world, { domain }) =>
    withCertificate(world, domain, { sends: 'alone', issuerUrl: `http://gone.${domain}/ca.der` }),
});
