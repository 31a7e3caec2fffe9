import { documentFor, healthyEnvironment, json, withReply } from '../../environment';
import { healthy } from '../../setup';

/** The document with a charset, not compressed. */
export default healthy({
  environment: (names) =>
    withReply(
      healthyEnvironment(names),
      names.domain,
      json(documentFor(names.mdm, 'mdm-adde'), { 'content-type': 'application/json; charset=utf-8' }),
    ),
});
