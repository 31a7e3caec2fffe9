import { healthy } from '../../animal';
import { healthyWorld, withRecords } from '../../world';

/** DNS answers that need TCP. */
export default healthy({
  world: (names) => withRecords(healthyWorld(names), names.domain, { large: true }),
});
