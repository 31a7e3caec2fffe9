import { animal } from '../../animal';
import { withReply } from '../../world';

/** A cache in front keys on the path alone. */
export default animal({
  stage: 'domain redirect',
  touches: ['domain reply'],
  finds: ['cache.shared-answer'],
  not: ['query.altered', 'query.family-dropped', 'cache.age'],
  fault: (world, { domain, mdm }) =>
    withReply(world, domain, {
      kind: 'shared-cache',
      reply: { kind: 'redirect', to: `https://${mdm}/.well-known/com.apple.remotemanagement` },
    }),
});
