import { withReply } from '../../environment';
import { setup } from '../../setup';

/** The redirect keeps the identifier only. */
export default setup({
  stage: 'beside',
  touches: ['domain reply'],
  finds: ['query.family-dropped'],
  not: ['query.dropped', 'query.identifier-dropped'],
  fault: (environment, { domain, mdm }) =>
    withReply(environment, domain, {
      kind: 'redirect',
      to: `https://${mdm}/.well-known/com.apple.remotemanagement`,
      query: 'identifier-only',
    }),
});
