import { animal } from '../../animal';
import { withReply } from '../../world';

/** A status that means nothing here. */
export default animal({
  stage: 'domain answer',
  touches: ['domain reply'],
  finds: ['response.status'],
  not: ['http.not-found', 'http.server-error'],
  fault: (world, { domain }) =>
    withReply(world, domain, {
      kind: 'respond',
      status: 418,
      headers: { 'content-type': 'text/plain' },
      body: 'short and stout',
    }),
});
