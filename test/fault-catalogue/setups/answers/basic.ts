import { page, withReply } from '../../environment';
import { setup } from '../../setup';

/** The whole site asks for a password. */
export default setup({
  stage: 'domain answer',
  touches: ['domain reply'],
  finds: ['http.authentication'],
  not: ['http.forbidden'],
  fault: (environment, { domain }) =>
    withReply(environment, domain, page(401, 'Who are you?', { 'www-authenticate': 'Basic realm="staging"' })),
});
