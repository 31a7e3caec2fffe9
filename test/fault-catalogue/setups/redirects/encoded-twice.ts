import { withReply } from '../../environment';
import { setup } from '../../setup';

/** The query was encoded once more. */
export default setup({
  stage: 'domain redirect',
  touches: ['domain reply', 'mdm reply'],
  finds: ['query.altered'],
  follows: ['http.not-found'],
  not: ['query.plus-to-space'],
  fault: (environment, { domain, mdm }) =>
    withReply(environment, domain, {
      kind: 'redirect',
      to: `https://${mdm}/.well-known/com.apple.remotemanagement`,
      query: 'encode-twice',
    }),
});
