import { animal } from '../../animal';
import { documentFor, json, withReply } from '../../world';

/** The version in capitals. */
export default animal({
  stage: 'mdm answer',
  touches: ['mdm reply'],
  finds: ['response.version-case'],
  not: ['response.version'],
  fault: (world, { mdm }) => withReply(world, mdm, json(documentFor(mdm).replace('mdm-byod', 'MDM-BYOD'))),
});
