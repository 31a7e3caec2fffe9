import { animal } from '../../animal';
import { page, withReply } from '../../world';

/** A page of the content management system at the path. */
export default animal({
  stage: 'domain answer',
  touches: ['domain reply'],
  finds: ['response.html'],
  not: ['http.soft-404', 'response.content-type'],
  fault: (world, { domain }) => withReply(world, domain, page(200)),
});
