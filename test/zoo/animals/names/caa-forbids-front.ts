import { animal } from '../../animal';
import { front } from '../../policies';
import { withName } from '../../world';

/** The parent domain allows one authority, and not the one that a front needs. */
export default animal({
  stage: 'beside',
  touches: ['caa', 'wanted', 'domain reply', 'domain site'],
  finds: ['dns.caa-forbids'],
  not: [],
  fault: (world, { domain }) => {
    const parent = domain.slice(domain.indexOf('.') + 1);
    return withName(world, parent, { NS: [`ns1.${parent}`], CAA: [{ tag: 'issue', value: 'letsencrypt.org' }] });
  },
  wanted: ({ mdm }) => ({
    tenant: front({ kind: 'redirect', url: `https://${mdm}/.well-known/com.apple.remotemanagement` }),
  }),
});
