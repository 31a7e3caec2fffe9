import { documentFor, json, withReply } from '../../environment';
import { setup } from '../../setup';

/** The version in capitals. */
export default setup({
  stage: 'mdm answer',
  touches: ['mdm reply'],
  finds: ['response.version-case'],
  not: ['response.version'],
  fault: (environment, { mdm }) => withReply(environment, mdm, json(documentFor(mdm).replace('mdm-byod', 'MDM-BYOD'))),
});
