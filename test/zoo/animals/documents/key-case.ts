import { animal } from '../../animal';
import { documentFor, json, withReply } from '../../world';

/** Keys in the wrong letter case. */
export default animal({
  stage: 'mdm answer',
  touches: ['mdm reply'],
  finds: ['response.key-case'],
  not: ['response.servers-missing'],
  fault: (world, { mdm }) => withReply(world, mdm, json(documentFor(mdm).replace('Servers', 'servers'))),
});
