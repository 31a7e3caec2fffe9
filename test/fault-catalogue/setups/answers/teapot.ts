import { withReply } from '../../environment';
import { setup } from '../../setup';

/** A status that means nothing here. */
export default setup({
  stage: 'domain answer',
  touches: ['domain reply'],
  finds: ['response.status'],
  not: ['http.not-found', 'http.server-error'],
  fault: (environment, { domain }) =>
    withReply(environment, domain, {
      kind: 'respond',
      status: 418,
      headers: { 'content-type': 'text/plain' },
      body: 'short and stout',
    }),
});
