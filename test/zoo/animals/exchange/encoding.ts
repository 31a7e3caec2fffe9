import { animal } from '../../animal';
import { json, withReply } from '../../world';

/** The header says gzip, the body does not. */
export default animal({
  stage: 'domain exchange',
  touches: ['domain reply'],
  finds: ['response.encoding'],
  not: ['response.not-json', 'network.broken'],
  fault: (world, { domain }) => withReply(world, domain, json('{}', { 'content-encoding': 'gzip' })),
});
