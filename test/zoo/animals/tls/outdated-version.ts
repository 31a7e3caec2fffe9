import { animal } from '../../animal';
import { ADDRESS, withRecords } from '../../world';

/** TLS 1.1 is the best that the server knows. */
export default animal({
  stage: 'domain tls',
  touches: ['domain address'],
  finds: ['tls.outdated-version'],
  not: ['tls.handshake-failed', 'tls.old-cipher'],
  fault: (world, { domain }) => withRecords(world, domain, { A: [ADDRESS.outdated] }),
});
