import { animal } from '../../animal';
import { page, withReply } from '../../world';

/** The MDM does not know the made-up user, or nobody. */
export default animal({
  stage: 'mdm answer',
  touches: ['mdm reply'],
  finds: ['http.not-found'],
  not: ['query.dropped'],
  fault: (world, { mdm }) => withReply(world, mdm, page(404)),
});
