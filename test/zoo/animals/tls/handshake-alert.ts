import { animal } from '../../animal';
import { ADDRESS, withRecords } from '../../world';

/** The server does not know the name, and hangs up. */
export default animal({
  stage: 'domain tls',
  touches: ['domain address'],
  finds: ['tls.handshake-failed'],
  not: ['tls.not-tls', 'tls.outdated-version'],
  fault: (world, { domain }) => withRecords(world, domain, { A: [ADDRESS.alert] }),
});
