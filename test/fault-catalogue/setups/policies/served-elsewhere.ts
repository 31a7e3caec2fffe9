import { elsewhereTenant } from '../../policies';
import { setup } from '../../setup';

/** The customer's own web server redirects to a stranger. */
export default setup({
  stage: 'domain redirect',
  touches: ['wanted', 'domain reply', 'domain site'],
  finds: ['policy.other-answer'],
  not: ['policy.family-answer'],
  fault: (environment) => environment,
  wanted: ({ other }) => ({
    tenant: elsewhereTenant({ kind: 'redirect', url: `https://${other}/.well-known/com.apple.remotemanagement` }),
  }),
});
