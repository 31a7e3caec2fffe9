import { healthy } from '../../animal';
import { front } from '../../policies';
import { healthyWorld, NOT_FOUND, withReply } from '../../world';

/** A tenant for whom only Apple counts answers a true 404. */
export default healthy({
  world: (names) => withReply(healthyWorld(names), names.domain, NOT_FOUND),
  wanted: () => ({ tenant: front({ kind: 'absent' }) }),
});
