import { documentFor, json, withReply } from '../../environment';
import { setup } from '../../setup';

/** A key of the entry in the wrong letter case. */
export default setup({
  stage: 'mdm answer',
  touches: ['mdm reply'],
  finds: ['response.key-case'],
  not: ['response.base-url'],
  fault: (environment, { mdm }) => withReply(environment, mdm, json(documentFor(mdm).replace('BaseURL', 'BaseUrl'))),
});
