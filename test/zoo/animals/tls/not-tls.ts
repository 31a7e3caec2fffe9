import { animal } from '../../animal';
import { ADDRESS, withRecords } from '../../world';

/** Plain HTTP on port 443. */
export default animal({
  stage: 'domain tls',
  touches: ['domain address'],
  finds: ['tls.not-tls'],
  not: ['tls.handshake-failed', 'network.broken'],
  fault: (world, { domain }) => withRecords(world, domain, { A: [ADDRESS.plainOn443] }),
});
