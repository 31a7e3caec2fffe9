import { healthy } from '../../animal';
import { documentFor, healthyWorld, json, withReply } from '../../world';

/** The document with a charset, compressed by nobody. */
export default healthy({
  world: (names) =>
    withReply(
      healthyWorld(names),
      names.domain,
      json(documentFor(names.mdm, 'mdm-adde'), { 'content-type': 'application/json; charset=utf-8' }),
    ),
});
