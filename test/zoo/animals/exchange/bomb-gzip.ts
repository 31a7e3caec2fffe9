import { animal } from '../../animal';
import { withReply } from '../../world';

/** A few kilobytes that unpack to megabytes. */
export default animal({
  stage: 'domain exchange',
  touches: ['domain reply'],
  finds: ['response.too-large'],
  not: ['response.encoding', 'network.timeout'],
  fault: (world, { domain }) => withReply(world, domain, { kind: 'bomb', encoding: 'gzip' }),
});
