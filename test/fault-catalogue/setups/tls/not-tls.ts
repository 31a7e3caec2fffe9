import { ADDRESS, withRecords } from '../../environment';
import { setup } from '../../setup';

/** Plain HTTP on port 443. */
export default setup({
  stage: 'domain tls',
  touches: ['domain address'],
  finds: ['tls.not-tls'],
  not: ['tls.handshake-failed', 'network.broken'],
  fault: (environment, { domain }) => withRecords(environment, domain, { A: [ADDRESS.plainOn443] }),
});
