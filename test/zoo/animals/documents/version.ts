import { animal } from '../../animal';
import { documentFor, json, withReply } from '../../world';

/** A version that no device knows. */
export default animal({
  stage: 'mdm answer',
  touches: ['mdm reply'],
  finds: ['response.version'],
  not: ['response.version-case', 'response.key-case'],
  fault: (world, { mdm }) => withReply(world, mdm, json(documentFor(mdm).replace('mdm-byod', 'mdm-both'))),
});
