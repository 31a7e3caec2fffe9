import { page, withReply } from '../../environment';
import { setup } from '../../setup';

/** A page of the content management system at the path. */
export default setup({
  stage: 'domain answer',
  touches: ['domain reply'],
  finds: ['response.html'],
  not: ['http.soft-404', 'response.content-type'],
  fault: (environment, { domain }) => withReply(environment, domain, page(200)),
});
