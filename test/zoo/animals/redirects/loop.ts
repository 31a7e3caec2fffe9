import { animal } from '../../animal';
import { withReply } from '../../world';

/** The rule sends the request to itself. */
export default animal({
  stage: 'domain redirect',
  touches: ['domain reply'],
  finds: ['redirect.loop'],
  not: ['redirect.too-many'],
  fault: (world, { domain }) =>
    withReply(world, domain, { kind: 'redirect', to: `https://${domain}/.well-known/com.apple.remotemanagement` }),
});
