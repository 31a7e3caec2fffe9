import { withName } from '../../environment';
import { front } from '../../policies';
import { setup } from '../../setup';

/** The parent domain allows one authority, and not the one that a front needs. */
export default setup({
  stage: 'beside',
  touches: ['caa', 'wanted', 'domain reply', 'domain site'],
  finds: ['dns.caa-forbids'],
  not: [],
  fault: (environment, { domain }) => {
    const parent = domain.slice(domain.indexOf('.') + 1);
    return withName(environment, parent, { NS: [`ns1.${parent}`], CAA: [{ tag: 'issue', value: 'letsencrypt.org' }] });
  },
  wanted: ({ mdm }) => ({
    tenant: front({ kind: 'redirect', url: `https://${mdm}/.well-known/com.apple.remotemanagement` }),
  }),
});
