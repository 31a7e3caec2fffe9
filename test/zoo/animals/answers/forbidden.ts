import { animal } from '../../animal';
import { page, withReply } from '../../world';

/** Dot folders are forbidden. */
export default animal({
  stage: 'domain answer',
  touches: ['domain reply'],
  finds: ['http.forbidden'],
  not: ['response.refused', 'http.bot-challenge'],
  fault: (world, { domain }) => withReply(world, domain, page(403)),
});
