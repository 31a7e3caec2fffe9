import { animal } from '../../animal';
import { withReply } from '../../world';

/** The query was encoded once more. */
export default animal({
  stage: 'domain redirect',
  touches: ['domain reply', 'mdm reply'],
  finds: ['query.altered'],
  follows: ['http.not-found'],
  not: ['query.plus-to-space'],
  fault: (world, { domain, mdm }) =>
    withReply(world, domain, {
      kind: 'redirect',
      to: `https://${mdm}/.well-known/com.apple.remotemanagement`,
      query: 'encode-twice',
    }),
});
