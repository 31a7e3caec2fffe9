import { animal } from '../../animal';
import { json, withReply } from '../../world';

/** No server entered yet. */
export default animal({
  stage: 'mdm answer',
  touches: ['mdm reply'],
  finds: ['response.servers-empty'],
  not: ['response.servers-missing'],
  fault: (world, { mdm }) => withReply(world, mdm, json('{"Servers":[]}')),
});
