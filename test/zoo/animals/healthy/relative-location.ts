import { healthy } from '../../animal';
import { documentFor, healthyWorld, json, withReply } from '../../world';

/** A redirect on the same host. */
export default healthy({
  world: (names) => {
    const world = withReply(healthyWorld(names), names.domain, { kind: 'redirect', to: '/discovery', status: 308 });
    return withReply(world, names.domain, json(documentFor(names.mdm)), '/discovery');
  },
});
