import { animal } from '../../animal';
import { documentFor, json, withReply } from '../../world';

/** The redirect forgets the query, and the MDM answers everybody alike. */
export default animal({
  stage: 'beside',
  touches: ['domain reply', 'mdm reply', 'mdm address', 'mdm certificate'],
  finds: ['query.dropped'],
  not: ['http.not-found'],
  fault: (world, { domain, mdm }) =>
    withReply(
      withReply(world, domain, { kind: 'redirect', to: `https://${mdm}/static`, query: 'drop' }),
      mdm,
      json(documentFor(mdm)),
      '/static',
    ),
});
