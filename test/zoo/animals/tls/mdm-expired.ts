import { animal } from '../../animal';
import { withCertificate } from '../../world';

/** The certificate of the MDM has expired. */
export default animal({
  stage: 'mdm tls',
  touches: ['mdm certificate'],
  finds: ['tls.expired'],
  not: ['enrollment.unreachable'],
  fault: (world, { mdm }) => withCertificate(world, mdm, { ends: -1 }),
});
