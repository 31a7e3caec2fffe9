import { animal } from '../../animal';
import { withReply, withSite } from '../../world';

/** Every redirect leads to another one. */
export default animal({
  stage: 'domain redirect',
  touches: ['domain reply', 'domain site'],
  finds: ['redirect.too-many'],
  follows: ['query.dropped', 'redirect.path-dropped'],
  not: ['redirect.loop'],
  fault: (world, { domain }) =>
    withSite(withReply(world, domain, { kind: 'hop', to: `https://${domain}/#` }), domain, {
      otherwise: { kind: 'hop', to: `https://${domain}/#` },
    }),
});
