import { animal } from '../../animal';
import { front } from '../../policies';

/** The front was not deployed after a move to another cluster. */
export default animal({
  stage: 'domain redirect',
  touches: ['wanted', 'domain reply', 'domain site'],
  finds: ['policy.other-answer'],
  not: ['policy.family-answer'],
  fault: (world) => world,
  wanted: ({ other }) => ({
    tenant: front({ kind: 'redirect', url: `https://${other}/.well-known/com.apple.remotemanagement` }),
  }),
});
