import { animal } from '../../animal';
import { page, withReply } from '../../world';

/** The domain knows nothing of discovery. */
export default animal({
  stage: 'domain answer',
  touches: ['domain reply'],
  finds: ['http.not-found'],
  not: ['http.soft-404', 'response.html'],
  fault: (world, { domain }) => withReply(world, domain, page(404)),
});
