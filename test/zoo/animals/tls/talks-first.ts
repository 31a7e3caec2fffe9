import { animal } from '../../animal';
import { ADDRESS, withRecords } from '../../world';

/** An SSH server on port 443, which talks before it listens. */
export default animal({
  stage: 'domain tls',
  touches: ['domain address'],
  finds: ['tls.not-tls'],
  not: ['tls.handshake-failed', 'network.timeout'],
  fault: (world, { domain }) => withRecords(world, domain, { A: [ADDRESS.talksFirst] }),
});
