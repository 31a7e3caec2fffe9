import { healthyEnvironment, NOT_FOUND, withReply } from '../../environment';
import { front } from '../../policies';
import { healthy } from '../../setup';

/** A tenant for whom only Apple counts answers a true 404. */
export default healthy({
  environment: (names) => withReply(healthyEnvironment(names), names.domain, NOT_FOUND),
  wanted: () => ({ tenant: front({ kind: 'absent' }) }),
});
