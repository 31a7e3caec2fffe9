import { animal } from '../../animal';
import { json, withReply } from '../../world';

/** The key of another format. */
export default animal({
  stage: 'mdm answer',
  touches: ['mdm reply'],
  finds: ['response.servers-missing'],
  not: ['response.key-case'],
  fault: (world, { mdm }) => withReply(world, mdm, json('{"mdm.server_url":"https://mdm.test/enroll"}')),
});
