import { animal } from '../../animal';
import { withReply } from '../../world';

/** What comes back is no HTTP. */
export default animal({
  stage: 'domain exchange',
  touches: ['domain reply'],
  finds: ['network.broken'],
  not: ['network.timeout', 'tls.not-tls'],
  fault: (world, { domain }) => withReply(world, domain, { kind: 'bytes', text: '\x1b]0;gotcha\x07 200 OK\r\n\r\n' }),
});
