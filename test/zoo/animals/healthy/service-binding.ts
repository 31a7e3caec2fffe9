import { healthy } from '../../animal';
import { ADDRESS, healthyWorld, withRecords } from '../../world';

/** An HTTPS record in line with the addresses. */
export default healthy({
  world: (names) =>
    withRecords(healthyWorld(names), names.domain, { HTTPS: [{ priority: 1, target: '.', ipv4Hint: ADDRESS.usual }] }),
});
