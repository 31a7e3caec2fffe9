import { ADDRESS, withRecords } from '../../environment';
import { setup } from '../../setup';

/** TLS 1.1 is the best that the server knows. */
export default setup({
  stage: 'domain tls',
  touches: ['domain address'],
  finds: ['tls.outdated-version'],
  not: ['tls.handshake-failed', 'tls.old-cipher'],
  fault: (environment, { domain }) => withRecords(environment, domain, { A: [ADDRESS.outdated] }),
});
