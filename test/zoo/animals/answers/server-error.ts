import { animal } from '../../animal';
import { page, withReply } from '../../world';

/** The application behind the path crashes. */
export default animal({
  stage: 'domain answer',
  touches: ['domain reply'],
  finds: ['http.server-error'],
  not: ['http.bot-challenge'],
  fault: (world, { domain }) => withReply(world, domain, page(502, '<html><body>Bad Gateway</body></html>')),
});
