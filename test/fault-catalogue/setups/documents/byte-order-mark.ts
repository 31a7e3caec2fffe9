import { documentFor, json, withReply } from '../../environment';
import { setup } from '../../setup';

/** Saved by an editor that adds a byte order mark. */
export default setup({
  stage: 'beside',
  touches: ['mdm reply'],
  finds: ['response.byte-order-mark'],
  not: ['response.not-json', 'response.not-utf-8'],
  fault: (environment, { mdm }) => withReply(environment, mdm, json(`\uFEFF${documentFor(mdm)}`)),
});
