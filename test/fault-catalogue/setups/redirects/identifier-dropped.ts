import { withReply } from '../../environment';
import { setup } from '../../setup';

/** The redirect keeps the family only. */
export default setup({
  stage: 'domain redirect',
  touches: ['domain reply', 'mdm reply'],
  finds: ['query.identifier-dropped'],
  follows: ['http.not-found'],
  not: ['query.dropped'],
  fault: (environment, { domain, mdm }) =>
    withReply(environment, domain, {
      kind: 'redirect',
      to: `https://${mdm}/.well-known/com.apple.remotemanagement`,
      query: 'family-only',
    }),
});
