import { animal } from '../../animal';
import { page, withReply } from '../../world';

/** A login form at the path itself. */
export default animal({
  stage: 'domain answer',
  touches: ['domain reply'],
  finds: ['http.login-page'],
  not: ['response.html'],
  fault: (world, { domain }) =>
    withReply(world, domain, page(200, '<!doctype html><form><input name="p" type="password"></form>')),
});
