import { healthy } from '../../animal';
import { documentFor, healthyWorld, json, withReply } from '../../world';

/** The domain serves the document itself. */
export default healthy({
  world: (names) => withReply(healthyWorld(names), names.domain, json(documentFor(names.mdm))),
});
