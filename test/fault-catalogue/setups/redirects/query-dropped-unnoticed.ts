import { documentFor, json, withReply } from '../../environment';
import { setup } from '../../setup';

/** The redirect forgets the query, and the MDM answers everybody alike. */
export default setup({
  stage: 'beside',
  touches: ['domain reply', 'mdm reply', 'mdm address', 'mdm certificate'],
  finds: ['query.dropped'],
  not: ['http.not-found'],
  fault: (environment, { domain, mdm }) =>
    withReply(
      withReply(environment, domain, { kind: 'redirect', to: `https://${mdm}/static`, query: 'drop' }),
      mdm,
      json(documentFor(mdm)),
      '/static',
    ),
});
