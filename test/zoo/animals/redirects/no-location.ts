import { animal } from '../../animal';
import { withReply } from '../../world';

/** A redirect that forgot where to. */
export default animal({
  stage: 'domain redirect',
  touches: ['domain reply'],
  finds: ['redirect.no-location'],
  not: ['response.status'],
  fault: (world, { domain }) => withReply(world, domain, { kind: 'respond', status: 302 }),
});
