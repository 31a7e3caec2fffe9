import { animal } from '../../animal';
import { withReply } from '../../world';

/** The path is routed to an endpoint that takes POST only. */
export default animal({
  stage: 'domain answer',
  touches: ['domain reply'],
  finds: ['http.method'],
  not: ['http.bot-challenge'],
  fault: (world, { domain }) => withReply(world, domain, { kind: 'respond', status: 405, headers: { allow: 'POST' } }),
});
