import { withReply } from '../../environment';
import { setup } from '../../setup';

/** Headers without an end. */
export default setup({
  stage: 'domain exchange',
  touches: ['domain reply'],
  finds: ['network.broken'],
  not: ['response.too-large'],
  fault: (environment, { domain }) =>
    withReply(environment, domain, {
      kind: 'bytes',
      text: `HTTP/1.1 200 OK\r\n${'x-flood: 1234567890\r\n'.repeat(4000)}\r\n`,
    }),
});
