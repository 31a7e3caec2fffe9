import { withReply, withSite } from '../../environment';
import { setup } from '../../setup';

/** Every redirect leads to another one. */
export default setup({
  stage: 'domain redirect',
  touches: ['domain reply', 'domain site'],
  finds: ['redirect.too-many'],
  follows: ['query.dropped', 'redirect.path-dropped'],
  not: ['redirect.loop'],
  fault: (environment, { domain }) =>
    withSite(withReply(environment, domain, { kind: 'hop', to: `https://${domain}/#` }), domain, {
      otherwise: { kind: 'hop', to: `https://${domain}/#` },
    }),
});
