import { documentFor, healthyEnvironment, json, withReply } from '../../environment';
import { healthy } from '../../setup';

/** The domain serves the document itself. */
export default healthy({
  environment: (names) => withReply(healthyEnvironment(names), names.domain, json(documentFor(names.mdm))),
});
