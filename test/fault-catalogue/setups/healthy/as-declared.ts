import { healthyEnvironment, withRecords } from '../../environment';
import { front } from '../../policies';
import { healthy } from '../../setup';

/** The front redirects as the file says; the authority may issue. */
export default healthy({
  environment: (names) =>
    withRecords(healthyEnvironment(names), names.domain, {
      CAA: [
        { tag: 'issue', value: 'amazonaws.com' },
        { tag: 'iodef', value: 'mailto:security@example.org' },
      ],
    }),
  wanted: ({ mdm }) => ({
    tenant: front({ kind: 'redirect', url: `https://${mdm}/.well-known/com.apple.remotemanagement` }),
  }),
});
