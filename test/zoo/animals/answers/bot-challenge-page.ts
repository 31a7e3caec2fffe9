import { animal } from '../../animal';
import { page, withReply } from '../../world';

/** A captcha with status 200. */
export default animal({
  stage: 'domain answer',
  touches: ['domain reply'],
  finds: ['http.bot-challenge'],
  not: ['response.html', 'http.soft-404'],
  fault: (world, { domain }) =>
    withReply(world, domain, page(200, '<!doctype html><script src="https://captcha.example/px-captcha.js"></script>')),
});
