import { animal } from '../../animal';
import { ADDRESS, withRecords } from '../../world';

/** The MDM behind the redirect speaks TLS 1.1. */
export default animal({
  stage: 'mdm tls',
  touches: ['mdm address'],
  finds: ['tls.outdated-version'],
  not: ['network.broken', 'enrollment.unreachable'],
  fault: (world, { mdm }) => withRecords(world, mdm, { A: [ADDRESS.outdated] }),
});
