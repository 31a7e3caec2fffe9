import { page, withReply } from '../../environment';
import { setup } from '../../setup';

/** Bot protection before everything. */
export default setup({
  stage: 'domain answer',
  touches: ['domain reply'],
  finds: ['http.bot-challenge'],
  not: ['http.forbidden', 'response.html'],
  fault: (environment, { domain }) =>
    withReply(
      environment,
      domain,
      page(403, '<!doctype html><title>Just a moment...</title>', {
        server: 'cloudflare',
        'cf-mitigated': 'challenge',
      }),
    ),
});
