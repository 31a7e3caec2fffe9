import { withReply } from '../../environment';
import { setup } from '../../setup';

/** The rule sends the request to itself. */
export default setup({
  stage: 'domain redirect',
  touches: ['domain reply'],
  finds: ['redirect.loop'],
  not: ['redirect.too-many'],
  fault: (environment, { domain }) =>
    withReply(environment, domain, {
      kind: 'redirect',
      to: `https://${domain}/.well-known/com.apple.remotemanagement`,
    }),
});
