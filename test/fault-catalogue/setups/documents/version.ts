import { documentFor, json, withReply } from '../../environment';
import { setup } from '../../setup';

/** A version that no device knows. */
export default setup({
  stage: 'mdm answer',
  touches: ['mdm reply'],
  finds: ['response.version'],
  not: ['response.version-case', 'response.key-case'],
  fault: (environment, { mdm }) => withReply(environment, mdm, json(documentFor(mdm).replace('mdm-byod', 'mdm-both'))),
});
