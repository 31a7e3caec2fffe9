import { json, withReply } from '../../environment';
import { setup } from '../../setup';

/** A path where a URL should be. */
export default setup({
  stage: 'mdm answer',
  touches: ['mdm reply'],
  finds: ['response.base-url'],
  not: ['response.base-url-not-https'],
  fault: (environment, { mdm }) =>
    withReply(environment, mdm, json('{"Servers":[{"Version":"mdm-byod","BaseURL":"/enroll"}]}')),
});
