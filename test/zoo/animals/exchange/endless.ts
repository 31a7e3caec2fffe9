import { animal } from '../../animal';
import { withReply } from '../../world';

/** JSON that never ends. */
export default animal({
  stage: 'domain exchange',
  touches: ['domain reply'],
  finds: ['response.too-large'],
  not: ['response.not-json', 'network.timeout'],
  fault: (world, { domain }) => withReply(world, domain, { kind: 'endless', type: 'application/json' }),
});
