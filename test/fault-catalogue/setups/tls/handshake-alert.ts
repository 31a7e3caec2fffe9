import { ADDRESS, withRecords } from '../../environment';
import { setup } from '../../setup';

/** The server does not know the name, and hangs up. */
export default setup({
  stage: 'domain tls',
  touches: ['domain address'],
  finds: ['tls.handshake-failed'],
  not: ['tls.not-tls', 'tls.outdated-version'],
  fault: (environment, { domain }) => withRecords(environment, domain, { A: [ADDRESS.alert] }),
});
