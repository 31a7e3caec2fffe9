import { animal } from '../../animal';
import { json, withReply } from '../../world';

/** Escape sequences for the terminal where JSON should be. */
export default animal({
  stage: 'mdm answer',
  touches: ['mdm reply'],
  finds: ['response.not-json'],
  not: ['response.html'],
  fault: (world, { mdm }) => withReply(world, mdm, json('\u001b[2J\u001b]0;owned\u0007{')),
});
