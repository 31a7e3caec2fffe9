import { documentFor, json, withReply } from '../../environment';
import { setup } from '../../setup';

/** Enrollment over http. */
export default setup({
  stage: 'mdm answer',
  touches: ['mdm reply'],
  finds: ['response.base-url-not-https'],
  not: ['response.base-url'],
  fault: (environment, { mdm }) => withReply(environment, mdm, json(documentFor(mdm).replace('https:', 'http:'))),
});
