import { ADDRESS, withRecords } from '../../environment';
import { setup } from '../../setup';

/** The server insists on a client certificate. */
export default setup({
  stage: 'domain tls',
  touches: ['domain address'],
  finds: ['tls.client-certificate'],
  not: ['tls.handshake-failed', 'network.broken'],
  fault: (environment, { domain }) => withRecords(environment, domain, { A: [ADDRESS.clientCertificate] }),
});
