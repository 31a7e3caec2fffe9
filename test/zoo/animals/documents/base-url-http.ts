import { animal } from '../../animal';
import { documentFor, json, withReply } from '../../world';

/** Enrollment over http. */
export default animal({
  stage: 'mdm answer',
  touches: ['mdm reply'],
  finds: ['response.base-url-not-https'],
  not: ['response.base-url'],
  fault: (world, { mdm }) => withReply(world, mdm, json(documentFor(mdm).replace('https:', 'http:'))),
});
