import { page, withReply } from '../../environment';
import { setup } from '../../setup';

/** The domain knows nothing of discovery. */
export default setup({
  stage: 'domain answer',
  touches: ['domain reply'],
  finds: ['http.not-found'],
  not: ['http.soft-404', 'response.html'],
  fault: (environment, { domain }) => withReply(environment, domain, page(404)),
});
