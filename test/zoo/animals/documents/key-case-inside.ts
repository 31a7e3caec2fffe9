import { animal } from '../../animal';
import { documentFor, json, withReply } from '../../world';

/** A key of the entry in the wrong letter case. */
export default animal({
  stage: 'mdm answer',
  touches: ['mdm reply'],
  finds: ['response.key-case'],
  not: ['response.base-url'],
  fault: (world, { mdm }) => withReply(world, mdm, json(documentFor(mdm).replace('BaseURL', 'BaseUrl'))),
});
