import { ADDRESS, withRecords } from '../../environment';
import { setup } from '../../setup';

/** An SSH server on port 443, which talks before it listens. */
export default setup({
  stage: 'domain tls',
  touches: ['domain address'],
  finds: ['tls.not-tls'],
  not: ['tls.handshake-failed', 'network.timeout'],
  fault: (environment, { domain }) => withRecords(environment, domain, { A: [ADDRESS.talksFirst] }),
});
