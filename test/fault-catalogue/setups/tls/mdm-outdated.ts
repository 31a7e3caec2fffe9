import { ADDRESS, withRecords } from '../../environment';
import { setup } from '../../setup';

/** The MDM behind the redirect speaks TLS 1.1. */
export default setup({
  stage: 'mdm tls',
  touches: ['mdm address'],
  finds: ['tls.outdated-version'],
  not: ['network.broken', 'enrollment.unreachable'],
  fault: (environment, { mdm }) => withRecords(environment, mdm, { A: [ADDRESS.outdated] }),
});
