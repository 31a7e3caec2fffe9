import { animal } from '../../animal';
import { page, withReply } from '../../world';

/** Bot protection before everything. */
export default animal({
  stage: 'domain answer',
  touches: ['domain reply'],
  finds: ['http.bot-challenge'],
  not: ['http.forbidden', 'response.html'],
  fault: (world, { domain }) =>
    withReply(
      world,
      domain,
      page(403, '<!doctype html><title>Just a moment...</title>', {
        server: 'cloudflare',
        'cf-mitigated': 'challenge',
      }),
    ),
});
