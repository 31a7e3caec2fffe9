import { front } from '../../policies';
import { setup } from '../../setup';

/** The tenant is suspended, but its domain still sends devices on. */
export default setup({
  stage: 'domain redirect',
  touches: ['wanted', 'domain reply', 'domain site'],
  finds: ['policy.other-answer'],
  not: ['fallback.hidden'],
  fault: (environment) => environment,
  wanted: () => ({ tenant: front({ kind: 'refuse', message: 'Suspended.' }) }),
});
