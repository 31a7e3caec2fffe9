import { page, withReply } from '../../environment';
import { setup } from '../../setup';

/** A login form at the path itself. */
export default setup({
  stage: 'domain answer',
  touches: ['domain reply'],
  finds: ['http.login-page'],
  not: ['response.html'],
  fault: (environment, { domain }) =>
    withReply(environment, domain, page(200, '<!doctype html><form><input name="p" type="password"></form>')),
});
