import { animal } from '../../animal';
import { withCertificate } from '../../world';

/** The certificate of a shared host names a hundred others, one with a NUL inside. */
export default animal({
  stage: 'domain tls',
  touches: ['domain certificate'],
  finds: ['tls.other-name'],
  not: ['tls.wildcard-apex'],
  fault: (world, { domain }) =>
    withCertificate(world, domain, {
      names: [`${domain}\0.stranger.example`, ...Array.from({ length: 100 }, (_, index) => `shop-${index}.example`)],
    }),
});
