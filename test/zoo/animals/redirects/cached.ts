import { animal } from '../../animal';
import { withReply } from '../../world';

/** The redirect comes out of a cache, five minutes old. */
export default animal({
  stage: 'beside',
  touches: ['domain reply'],
  finds: ['cache.age'],
  not: ['cache.shared-answer'],
  fault: (world, { domain, mdm }) =>
    withReply(world, domain, {
      kind: 'redirect',
      to: `https://${mdm}/.well-known/com.apple.remotemanagement`,
      headers: { age: '300', 'x-cache': 'HIT' },
    }),
});
