import { healthy } from '../../animal';
import { healthyWorld } from '../../world';

/** The enrollment endpoint asks to sign in. */
export default healthy({
  world: healthyWorld,
  wanted: ({ mdm }) => ({ postBaseUrl: true, expectedHosts: [mdm] }),
});
