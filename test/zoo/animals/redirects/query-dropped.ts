import { animal } from '../../animal';
import { withReply } from '../../world';

/** The redirect forgets the query. */
export default animal({
  stage: 'domain redirect',
  touches: ['domain reply', 'mdm reply'],
  finds: ['query.dropped'],
  follows: ['http.not-found'],
  not: ['query.identifier-dropped', 'query.family-dropped', 'redirect.path-dropped'],
  fault: (world, { domain, mdm }) =>
    withReply(world, domain, {
      kind: 'redirect',
      to: `https://${mdm}/.well-known/com.apple.remotemanagement`,
      query: 'drop',
    }),
});
