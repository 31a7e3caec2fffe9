import { page, withReply } from '../../environment';
import { setup } from '../../setup';

/** The MDM does not know the made-up user, or nobody. */
export default setup({
  stage: 'mdm answer',
  touches: ['mdm reply'],
  finds: ['http.not-found'],
  not: ['query.dropped'],
  fault: (environment, { mdm }) => withReply(environment, mdm, page(404)),
});
