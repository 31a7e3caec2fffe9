import { animal } from '../../animal';
import { withReply } from '../../world';

/** The redirect keeps the identifier only. */
export default animal({
  stage: 'beside',
  touches: ['domain reply'],
  finds: ['query.family-dropped'],
  not: ['query.dropped', 'query.identifier-dropped'],
  fault: (world, { domain, mdm }) =>
    withReply(world, domain, {
      kind: 'redirect',
      to: `https://${mdm}/.well-known/com.apple.remotemanagement`,
      query: 'identifier-only',
    }),
});
