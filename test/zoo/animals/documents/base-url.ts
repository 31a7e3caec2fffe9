import { animal } from '../../animal';
import { json, withReply } from '../../world';

/** A path where a URL should be. */
export default animal({
  stage: 'mdm answer',
  touches: ['mdm reply'],
  finds: ['response.base-url'],
  not: ['response.base-url-not-https'],
  fault: (world, { mdm }) => withReply(world, mdm, json('{"Servers":[{"Version":"mdm-byod","BaseURL":"/enroll"}]}')),
});
