import { withReply } from '../../environment';
import { setup } from '../../setup';

/** The redirect comes out of a cache, five minutes old. */
export default setup({
  stage: 'beside',
  touches: ['domain reply'],
  finds: ['cache.age'],
  not: ['cache.shared-answer'],
  fault: (environment, { domain, mdm }) =>
    withReply(environment, domain, {
      kind: 'redirect',
      to: `https://${mdm}/.well-known/com.apple.remotemanagement`,
      headers: { age: '300', 'x-cache': 'HIT' },
    }),
});
