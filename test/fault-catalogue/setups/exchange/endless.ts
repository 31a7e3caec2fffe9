import { withReply } from '../../environment';
import { setup } from '../../setup';

/** JSON that never ends. */
export default setup({
  stage: 'domain exchange',
  touches: ['domain reply'],
  finds: ['response.too-large'],
  not: ['response.not-json', 'network.timeout'],
  fault: (environment, { domain }) => withReply(environment, domain, { kind: 'endless', type: 'application/json' }),
});
