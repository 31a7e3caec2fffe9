import { front } from '../../policies';
import { setup } from '../../setup';

/** The front was not deployed after a move to another cluster. */
export default setup({
  stage: 'domain redirect',
  touches: ['wanted', 'domain reply', 'domain site'],
  finds: ['policy.other-answer'],
  not: ['policy.family-answer'],
  fault: (environment) => environment,
  wanted: ({ other }) => ({
    tenant: front({ kind: 'redirect', url: `https://${other}/.well-known/com.apple.remotemanagement` }),
  }),
});
