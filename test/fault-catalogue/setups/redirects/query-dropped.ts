import { withReply } from '../../environment';
import { setup } from '../../setup';

/** The redirect forgets the query. */
export default setup({
  stage: 'domain redirect',
  touches: ['domain reply', 'mdm reply'],
  finds: ['query.dropped'],
  follows: ['http.not-found'],
  not: ['query.identifier-dropped', 'query.family-dropped', 'redirect.path-dropped'],
  fault: (environment, { domain, mdm }) =>
    withReply(environment, domain, {
      kind: 'redirect',
      to: `https://${mdm}/.well-known/com.apple.remotemanagement`,
      query: 'drop',
    }),
});
