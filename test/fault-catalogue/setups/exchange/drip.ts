import { withReply } from '../../environment';
import { setup } from '../../setup';

/** The answer comes byte by byte, for ever. */
export default setup({
  stage: 'domain exchange',
  touches: ['domain reply'],
  finds: ['network.timeout'],
  not: ['response.not-json'],
  slow: true,
  fault: (environment, { domain }) => withReply(environment, domain, { kind: 'drip' }),
});
