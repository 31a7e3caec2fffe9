import { healthy } from '../../animal';
import { front, REFUSAL } from '../../policies';
import { healthyWorld, withReply } from '../../world';

/** A suspended tenant refuses, as its file says. */
export default healthy({
  world: (names) => withReply(healthyWorld(names), names.domain, REFUSAL),
  wanted: () => ({ tenant: front({ kind: 'refuse', message: 'Suspended.' }) }),
});
