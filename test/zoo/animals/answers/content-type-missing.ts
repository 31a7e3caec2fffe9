import { animal } from '../../animal';
import { documentFor, withReply } from '../../world';

/** No content type at all. */
export default animal({
  stage: 'domain answer',
  touches: ['domain reply'],
  finds: ['response.content-type'],
  not: ['response.html'],
  fault: (world, { domain, mdm }) => withReply(world, domain, { kind: 'respond', status: 200, body: documentFor(mdm) }),
});
