import { page, withReply } from '../../environment';
import { setup } from '../../setup';

/** A captcha with status 200. */
export default setup({
  stage: 'domain answer',
  touches: ['domain reply'],
  finds: ['http.bot-challenge'],
  not: ['response.html', 'http.soft-404'],
  fault: (environment, { domain }) =>
    withReply(
      environment,
      domain,
      page(200, '<!doctype html><script src="https://captcha.example/px-captcha.js"></script>'),
    ),
});
