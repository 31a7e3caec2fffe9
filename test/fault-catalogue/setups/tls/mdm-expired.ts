import { withCertificate } from '../../environment';
import { setup } from '../../setup';

/** The certificate of the MDM has expired. */
export default setup({
  stage: 'mdm tls',
  touches: ['mdm certificate'],
  finds: ['tls.expired'],
  not: ['enrollment.unreachable'],
  fault: (environment, { mdm }) => withCertificate(environment, mdm, { ends: -1 }),
});
