import { animal } from '../../animal';
import { withReply } from '../../world';

/** The connection breaks when the request is read. */
export default animal({
  stage: 'domain exchange',
  touches: ['domain reply'],
  finds: ['network.broken'],
  not: ['network.timeout', 'tls.handshake-failed'],
  fault: (world, { domain }) => withReply(world, domain, { kind: 'reset' }),
});
