import { animal } from '../../animal';
import { page, withReply } from '../../world';

/** The whole site asks for a password. */
export default animal({
  stage: 'domain answer',
  touches: ['domain reply'],
  finds: ['http.authentication'],
  not: ['http.forbidden'],
  fault: (world, { domain }) =>
    withReply(world, domain, page(401, 'Who are you?', { 'www-authenticate': 'Basic realm="staging"' })),
});
