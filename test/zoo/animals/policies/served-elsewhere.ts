import { animal } from '../../animal';
import { elsewhereTenant } from '../../policies';

/** The customer's own web server redirects to a stranger. */
export default animal({
  stage: 'domain redirect',
  touches: ['wanted', 'domain reply', 'domain site'],
  finds: ['policy.other-answer'],
  not: ['policy.family-answer'],
  fault: (world) => world,
  wanted: ({ other }) => ({
    tenant: elsewhereTenant({ kind: 'redirect', url: `https://${other}/.well-known/com.apple.remotemanagement` }),
  }),
});
