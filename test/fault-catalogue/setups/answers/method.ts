import { withReply } from '../../environment';
import { setup } from '../../setup';

/** The path is routed to an endpoint that takes POST only. */
export default setup({
  stage: 'domain answer',
  touches: ['domain reply'],
  finds: ['http.method'],
  not: ['http.bot-challenge'],
  fault: (environment, { domain }) =>
    withReply(environment, domain, { kind: 'respond', status: 405, headers: { allow: 'POST' } }),
});
