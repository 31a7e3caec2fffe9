import { front } from '../../policies';
import { setup } from '../../setup';

/** The tenant is disabled, but its domain still sends devices on. */
export default setup({
  stage: 'for some',
  touches: ['wanted', 'domain reply', 'domain site'],
  finds: ['fallback.hidden'],
  not: ['policy.other-answer'],
  fault: (environment) => environment,
  wanted: () => ({ tenant: front({ kind: 'absent' }) }),
});
