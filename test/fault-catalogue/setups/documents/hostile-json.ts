import { json, withReply } from '../../environment';
import { setup } from '../../setup';

/** Escape sequences for the terminal where JSON should be. */
export default setup({
  stage: 'mdm answer',
  touches: ['mdm reply'],
  finds: ['response.not-json'],
  not: ['response.html'],
  fault: (environment, { mdm }) => withReply(environment, mdm, json('\u001b[2J\u001b]0;owned\u0007{')),
});
