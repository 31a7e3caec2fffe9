import { ADDRESS, healthyEnvironment, withRecords } from '../../environment';
import { healthy } from '../../setup';

/** An HTTPS record in line with the addresses. */
export default healthy({
  environment: (names) =>
    withRecords(healthyEnvironment(names), names.domain, {
      HTTPS: [{ priority: 1, target: '.', ipv4Hint: ADDRESS.usual }],
    }),
});
