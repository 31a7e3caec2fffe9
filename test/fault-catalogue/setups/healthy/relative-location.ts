import { documentFor, healthyEnvironment, json, withReply } from '../../environment';
import { healthy } from '../../setup';

/** A redirect on the same host. */
export default healthy({
  environment: (names) => {
    const environment = withReply(healthyEnvironment(names), names.domain, {
      kind: 'redirect',
      to: '/discovery',
      status: 308,
    });
    return withReply(environment, names.domain, json(documentFor(names.mdm)), '/discovery');
  },
});
