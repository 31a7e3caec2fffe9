import { animal } from '../../animal';
import { withReply } from '../../world';

/** The way to the MDM goes over http. */
export default animal({
  stage: 'domain redirect',
  touches: ['domain reply'],
  finds: ['redirect.not-https'],
  not: ['network.plain-http-only', 'query.dropped'],
  fault: (world, { domain, mdm }) =>
    withReply(world, domain, { kind: 'redirect', to: `http://${mdm}/.well-known/com.apple.remotemanagement` }),
});
