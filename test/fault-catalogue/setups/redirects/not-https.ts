import { withReply } from '../../environment';
import { setup } from '../../setup';

/** The way to the MDM goes over http. */
export default setup({
  stage: 'domain redirect',
  touches: ['domain reply'],
  finds: ['redirect.not-https'],
  not: ['network.plain-http-only', 'query.dropped'],
  fault: (environment, { domain, mdm }) =>
    withReply(environment, domain, { kind: 'redirect', to: `http://${mdm}/.well-known/com.apple.remotemanagement` }),
});
