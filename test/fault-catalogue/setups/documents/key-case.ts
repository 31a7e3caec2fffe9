import { documentFor, json, withReply } from '../../environment';
import { setup } from '../../setup';

/** Keys in the wrong letter case. */
export default setup({
  stage: 'mdm answer',
  touches: ['mdm reply'],
  finds: ['response.key-case'],
  not: ['response.servers-missing'],
  fault: (environment, { mdm }) => withReply(environment, mdm, json(documentFor(mdm).replace('Servers', 'servers'))),
});
