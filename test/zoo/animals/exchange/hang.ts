import { animal } from '../../animal';
import { withReply } from '../../world';

/** The server takes the request and never answers. */
export default animal({
  stage: 'domain exchange',
  touches: ['domain reply'],
  finds: ['network.timeout'],
  not: ['network.broken'],
  slow: true,
  fault: (world, { domain }) => withReply(world, domain, { kind: 'hang' }),
});
