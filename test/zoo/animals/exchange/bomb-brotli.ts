import { animal } from '../../animal';
import { withReply } from '../../world';

/** The same, in Brotli. */
export default animal({
  stage: 'domain exchange',
  touches: ['domain reply'],
  finds: ['response.too-large'],
  not: ['response.encoding', 'network.timeout'],
  fault: (world, { domain }) => withReply(world, domain, { kind: 'bomb', encoding: 'br' }),
});
