import { json, withReply } from '../../environment';
import { setup } from '../../setup';

/** No server entered yet. */
export default setup({
  stage: 'mdm answer',
  touches: ['mdm reply'],
  finds: ['response.servers-empty'],
  not: ['response.servers-missing'],
  fault: (environment, { mdm }) => withReply(environment, mdm, json('{"Servers":[]}')),
});
