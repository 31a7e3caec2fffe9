import { animal } from '../../animal';
import { ADDRESS, withRecords } from '../../world';

/** The server insists on a client certificate, and TLS 1.3 hides the request. */
export default animal({
  stage: 'domain tls',
  touches: ['domain address'],
  finds: ['tls.client-certificate'],
  not: ['tls.handshake-failed', 'network.broken'],
  fault: (world, { domain }) => withRecords(world, domain, { A: [ADDRESS.clientCertificate13] }),
});
