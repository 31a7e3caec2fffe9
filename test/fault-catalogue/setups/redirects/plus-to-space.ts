import { withReply } from '../../environment';
import { setup } from '../../setup';

/** A form decoder read the plus sign as a space. */
export default setup({
  stage: 'domain redirect',
  touches: ['domain reply', 'mdm reply'],
  finds: ['query.plus-to-space'],
  follows: ['http.not-found'],
  not: ['query.altered'],
  fault: (environment, { domain, mdm }) =>
    withReply(environment, domain, {
      kind: 'redirect',
      to: `https://${mdm}/.well-known/com.apple.remotemanagement`,
      query: 'plus-to-space',
    }),
});
