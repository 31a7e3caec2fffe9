import { healthyEnvironment, withReply } from '../../environment';
import { front, REFUSAL } from '../../policies';
import { healthy } from '../../setup';

/** A suspended tenant refuses, as its file says. */
export default healthy({
  environment: (names) => withReply(healthyEnvironment(names), names.domain, REFUSAL),
  wanted: () => ({ tenant: front({ kind: 'refuse', message: 'Suspended.' }) }),
});
