import { withReply } from '../../environment';
import { setup } from '../../setup';

/** A few kilobytes that unpack to megabytes. */
export default setup({
  stage: 'domain exchange',
  touches: ['domain reply'],
  finds: ['response.too-large'],
  not: ['response.encoding', 'network.timeout'],
  fault: (environment, { domain }) => withReply(environment, domain, { kind: 'bomb', encoding: 'gzip' }),
});
