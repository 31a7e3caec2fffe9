import { ADDRESS, withRecords } from '../../environment';
import { setup } from '../../setup';

/** A firewall lets connections open, and nothing through. */
export default setup({
  stage: 'domain tls',
  touches: ['domain address'],
  finds: ['network.timeout'],
  not: ['network.refused', 'tls.handshake-failed'],
  slow: true,
  fault: (environment, { domain }) => withRecords(environment, domain, { A: [ADDRESS.silent] }),
});
