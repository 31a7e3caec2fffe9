import { withCertificate } from '../../environment';
import { setup } from '../../setup';

/** The certificate of a shared host names a hundred others, one with a NUL inside. */
export default setup({
  stage: 'domain tls',
  touches: ['domain certificate'],
  finds: ['tls.other-name'],
  not: ['tls.wildcard-apex'],
  fault: (environment, { domain }) =>
    withCertificate(environment, domain, {
      names: [`${domain}\0.stranger.example`, ...Array.from({ length: 100 }, (_, index) => `shop-${index}.example`)],
    }),
});
