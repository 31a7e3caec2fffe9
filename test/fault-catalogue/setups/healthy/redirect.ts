import { healthyEnvironment } from '../../environment';
import { healthy } from '../../setup';

/** The domain redirects to its MDM. */
export default healthy({
  environment: healthyEnvironment,
});
