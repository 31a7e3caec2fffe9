import { healthy } from '../../animal';
import { elsewhereTenant } from '../../policies';
import { healthyWorld } from '../../world';

/** The customer's own web server redirects as the file says. */
export default healthy({
  world: healthyWorld,
  wanted: ({ mdm }) => ({
    tenant: elsewhereTenant({ kind: 'redirect', url: `https://${mdm}/.well-known/com.apple.remotemanagement` }),
  }),
});
