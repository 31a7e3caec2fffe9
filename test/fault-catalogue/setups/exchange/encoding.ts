import { json, withReply } from '../../environment';
import { setup } from '../../setup';

/** The header says gzip, the body does not. */
export default setup({
  stage: 'domain exchange',
  touches: ['domain reply'],
  finds: ['response.encoding'],
  not: ['response.not-json', 'network.broken'],
  fault: (environment, { domain }) => withReply(environment, domain, json('{}', { 'content-encoding': 'gzip' })),
});
