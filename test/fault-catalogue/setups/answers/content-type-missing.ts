import { documentFor, withReply } from '../../environment';
import { setup } from '../../setup';

/** No content type at all. */
export default setup({
  stage: 'domain answer',
  touches: ['domain reply'],
  finds: ['response.content-type'],
  not: ['response.html'],
  fault: (environment, { domain, mdm }) =>
    withReply(environment, domain, { kind: 'respond', status: 200, body: documentFor(mdm) }),
});
