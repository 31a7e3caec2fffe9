import { animal } from '../../animal';
import { withReply } from '../../world';

/** The redirect keeps the family only. */
export default animal({
  stage: 'domain redirect',
  touches: ['domain reply', 'mdm reply'],
  finds: ['query.identifier-dropped'],
  follows: ['http.not-found'],
  not: ['query.dropped'],
  fault: (world, { domain, mdm }) =>
    withReply(world, domain, {
      kind: 'redirect',
      to: `https://${mdm}/.well-known/com.apple.remotemanagement`,
      query: 'family-only',
    }),
});
