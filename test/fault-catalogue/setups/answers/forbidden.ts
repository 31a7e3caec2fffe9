import { page, withReply } from '../../environment';
import { setup } from '../../setup';

/** Dot folders are forbidden. */
export default setup({
  stage: 'domain answer',
  touches: ['domain reply'],
  finds: ['http.forbidden'],
  not: ['response.refused', 'http.bot-challenge'],
  fault: (environment, { domain }) => withReply(environment, domain, page(403)),
});
