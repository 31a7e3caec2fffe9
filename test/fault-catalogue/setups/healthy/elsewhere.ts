import { healthyEnvironment } from '../../environment';
import { elsewhereTenant } from '../../policies';
import { healthy } from '../../setup';

/** The customer's own web server redirects as the file says. */
export default healthy({
  environment: healthyEnvironment,
  wanted: ({ mdm }) => ({
    tenant: elsewhereTenant({ kind: 'redirect', url: `https://${mdm}/.well-known/com.apple.remotemanagement` }),
  }),
});
