import { withReply } from '../../environment';
import { setup } from '../../setup';

/** A redirect that forgot where to. */
export default setup({
  stage: 'domain redirect',
  touches: ['domain reply'],
  finds: ['redirect.no-location'],
  not: ['response.status'],
  fault: (environment, { domain }) => withReply(environment, domain, { kind: 'respond', status: 302 }),
});
