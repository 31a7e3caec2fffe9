import { healthy } from '../../animal';
import { healthyWorld } from '../../world';

/** The domain redirects to its MDM. */
export default healthy({
  world: healthyWorld,
});
