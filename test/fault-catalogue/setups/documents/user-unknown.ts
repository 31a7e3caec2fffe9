import { page, withReply } from '../../environment';
import { setup } from '../../setup';

/** The MDM does not know the test user, or any user. */
export default setup({
  stage: 'mdm answer',
  touches: ['mdm reply'],
  finds: ['http.not-found'],
  not: ['query.dropped'],
  fault: (environment, { mdm }) => withReply(environment, mdm, page(404)),
});
