import { animal } from '../../animal';
import { json, withReply } from '../../world';

/** A comma too many. */
export default animal({
  stage: 'mdm answer',
  touches: ['mdm reply'],
  finds: ['response.not-json'],
  not: ['response.html'],
  fault: (world, { mdm }) =>
    withReply(world, mdm, json('{"Servers":[{"Version":"mdm-byod","BaseURL":"https://mdm.test/"},]}')),
});
