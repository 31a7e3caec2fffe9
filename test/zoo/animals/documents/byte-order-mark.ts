import { animal } from '../../animal';
import { documentFor, json, withReply } from '../../world';

/** Saved by an editor that adds a byte order mark. */
export default animal({
  stage: 'beside',
  touches: ['mdm reply'],
  finds: ['response.byte-order-mark'],
  not: ['response.not-json', 'response.not-utf-8'],
  fault: (world, { mdm }) => withReply(world, mdm, json(`\uFEFF${documentFor(mdm)}`)),
});
