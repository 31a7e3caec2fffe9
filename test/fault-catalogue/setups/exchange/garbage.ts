import { withReply } from '../../environment';
import { setup } from '../../setup';

/** What comes back is no HTTP. */
export default setup({
  stage: 'domain exchange',
  touches: ['domain reply'],
  finds: ['network.broken'],
  not: ['network.timeout', 'tls.not-tls'],
  fault: (environment, { domain }) =>
    withReply(environment, domain, { kind: 'bytes', text: '\x1b]0;gotcha\x07 200 OK\r\n\r\n' }),
});
