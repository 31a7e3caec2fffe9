import { withReply } from '../../environment';
import { setup } from '../../setup';

/** The connection breaks when the request is read. */
export default setup({
  stage: 'domain exchange',
  touches: ['domain reply'],
  finds: ['network.broken'],
  not: ['network.timeout', 'tls.handshake-failed'],
  fault: (environment, { domain }) => withReply(environment, domain, { kind: 'reset' }),
});
