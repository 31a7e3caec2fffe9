import { healthy } from '../../animal';
import { front } from '../../policies';
import { healthyWorld, withRecords } from '../../world';

/** The front redirects as the file says; the authority may issue. */
export default healthy({
  world: (names) =>
    withRecords(healthyWorld(names), names.domain, {
      CAA: [
        { tag: 'issue', value: 'amazonaws.com' },
        { tag: 'iodef', value: 'mailto:security@example.org' },
      ],
    }),
  wanted: ({ mdm }) => ({
    tenant: front({ kind: 'redirect', url: `https://${mdm}/.well-known/com.apple.remotemanagement` }),
  }),
});
