import { animal } from '../../animal';
import { JSON_TYPE, withReply } from '../../world';

/** The MDM has suspended the company. */
export default animal({
  stage: 'domain answer',
  touches: ['domain reply'],
  finds: ['response.refused'],
  not: ['http.forbidden'],
  fault: (world, { domain }) =>
    withReply(world, domain, {
      kind: 'respond',
      status: 403,
      headers: JSON_TYPE,
      body: JSON.stringify({ code: 'com.apple.well-known.failed', message: 'Call the service desk.' }),
    }),
});
