import { healthyEnvironment } from '../../environment';
import { healthy } from '../../setup';

/** The enrollment endpoint asks to sign in. */
export default healthy({
  environment: healthyEnvironment,
  wanted: ({ mdm }) => ({ postBaseUrl: true, expectedHosts: [mdm] }),
});
