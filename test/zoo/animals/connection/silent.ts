import { animal } from '../../animal';
import { ADDRESS, withRecords } from '../../world';

/** A firewall lets connections open, and nothing through. */
export default animal({
  stage: 'domain tls',
  touches: ['domain address'],
  finds: ['network.timeout'],
  not: ['network.refused', 'tls.handshake-failed'],
  slow: true,
  fault: (world, { domain }) => withRecords(world, domain, { A: [ADDRESS.silent] }),
});
