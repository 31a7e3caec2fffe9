import { animal } from '../../animal';
import { front } from '../../policies';

/** The tenant is disabled, but its domain still sends devices on. */
export default animal({
  stage: 'for some',
  touches: ['wanted', 'domain reply', 'domain site'],
  finds: ['fallback.hidden'],
  not: ['policy.other-answer'],
  fault: (world) => world,
  wanted: () => ({ tenant: front({ kind: 'absent' }) }),
});
