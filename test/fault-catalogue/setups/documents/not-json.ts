import { json, withReply } from '../../environment';
import { setup } from '../../setup';

/** A comma too many. */
export default setup({
  stage: 'mdm answer',
  touches: ['mdm reply'],
  finds: ['response.not-json'],
  not: ['response.html'],
  fault: (environment, { mdm }) =>
    withReply(environment, mdm, json('{"Servers":[{"Version":"mdm-byod","BaseURL":"https://mdm.test/"},]}')),
});
