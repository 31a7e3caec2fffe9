import { animal } from '../../animal';
import { withReply } from '../../world';

/** A form decoder read the plus sign as a space. */
export default animal({
  stage: 'domain redirect',
  touches: ['domain reply', 'mdm reply'],
  finds: ['query.plus-to-space'],
  follows: ['http.not-found'],
  not: ['query.altered'],
  fault: (world, { domain, mdm }) =>
    withReply(world, domain, {
      kind: 'redirect',
      to: `https://${mdm}/.well-known/com.apple.remotemanagement`,
      query: 'plus-to-space',
    }),
});
