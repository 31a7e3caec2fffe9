import { withReply } from '../../environment';
import { setup } from '../../setup';

/** A cache in front keys on the path alone. */
export default setup({
  stage: 'domain redirect',
  touches: ['domain reply'],
  finds: ['cache.shared-answer'],
  not: ['query.altered', 'query.family-dropped', 'cache.age'],
  fault: (environment, { domain, mdm }) =>
    withReply(environment, domain, {
      kind: 'shared-cache',
      reply: { kind: 'redirect', to: `https://${mdm}/.well-known/com.apple.remotemanagement` },
    }),
});
