import { front } from '../../policies';
import { setup } from '../../setup';

/** Macs should go elsewhere, and do not. */
export default setup({
  stage: 'domain redirect',
  touches: ['wanted', 'domain reply', 'domain site'],
  finds: ['policy.family-answer'],
  not: ['policy.other-answer'],
  fault: (environment) => environment,
  wanted: ({ mdm, other }) => ({
    tenant: front({ kind: 'redirect', url: `https://${mdm}/.well-known/com.apple.remotemanagement` }, [
      {
        when: { families: ['Mac'] },
        answer: { kind: 'redirect', url: `https://${other}/.well-known/com.apple.remotemanagement` },
      },
    ]),
  }),
});
