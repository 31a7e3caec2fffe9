import { withReply } from '../../environment';
import { setup } from '../../setup';

/** The server takes the request and never answers. */
export default setup({
  stage: 'domain exchange',
  touches: ['domain reply'],
  finds: ['network.timeout'],
  not: ['network.broken'],
  slow: true,
  fault: (environment, { domain }) => withReply(environment, domain, { kind: 'hang' }),
});
