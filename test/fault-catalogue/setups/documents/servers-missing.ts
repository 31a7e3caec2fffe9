import { json, withReply } from '../../environment';
import { setup } from '../../setup';

/** The key of another format. */
export default setup({
  stage: 'mdm answer',
  touches: ['mdm reply'],
  finds: ['response.servers-missing'],
  not: ['response.key-case'],
  fault: (environment, { mdm }) => withReply(environment, mdm, json('{"mdm.server_url":"https://mdm.test/enroll"}')),
});
