import { page, withReply } from '../../environment';
import { setup } from '../../setup';

/** The application behind the path crashes. */
export default setup({
  stage: 'domain answer',
  touches: ['domain reply'],
  finds: ['http.server-error'],
  not: ['http.bot-challenge'],
  fault: (environment, { domain }) =>
    withReply(environment, domain, page(502, '<html><body>Bad Gateway</body></html>')),
});
