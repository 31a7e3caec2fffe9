import { animal } from '../../animal';
import { front } from '../../policies';

/** The tenant is suspended, but its domain still sends devices on. */
export default animal({
  stage: 'domain redirect',
  touches: ['wanted', 'domain reply', 'domain site'],
  finds: ['policy.other-answer'],
  not: ['fallback.hidden'],
  fault: (world) => world,
  wanted: () => ({ tenant: front({ kind: 'refuse', message: 'Suspended.' }) }),
});
