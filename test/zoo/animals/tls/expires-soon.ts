import { animal } from '../../animal';
import { withCertificate } from '../../world';

/** The certificate ends this week, and was not renewed. */
export default animal({
  stage: 'beside',
  touches: ['domain certificate'],
  finds: ['tls.expires-soon'],
  not: ['tls.expired'],
  fault: (world, { domain }) => withCertificate(world, domain, { ends: 5 }),
});
