import { animal } from '../../animal';
import { withReply } from '../../world';

/** The answer comes byte by byte, for ever. */
export default animal({
  stage: 'domain exchange',
  touches: ['domain reply'],
  finds: ['network.timeout'],
  not: ['response.not-json'],
  slow: true,
  fault: (world, { domain }) => withReply(world, domain, { kind: 'drip' }),
});
