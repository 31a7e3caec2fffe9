import { animal } from '../../animal';
import { withReply } from '../../world';

/** Headers without an end. */
export default animal({
  stage: 'domain exchange',
  touches: ['domain reply'],
  finds: ['network.broken'],
  not: ['response.too-large'],
  fault: (world, { domain }) =>
    withReply(world, domain, {
      kind: 'bytes',
      text: `HTTP/1.1 200 OK\r\n${'x-flood: 1234567890\r\n'.repeat(4000)}\r\n`,
    }),
});
