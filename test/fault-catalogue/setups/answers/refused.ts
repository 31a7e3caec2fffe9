import { JSON_TYPE, withReply } from '../../environment';
import { setup } from '../../setup';

/** The MDM has suspended the company. */
export default setup({
  stage: 'domain answer',
  touches: ['domain reply'],
  finds: ['response.refused'],
  not: ['http.forbidden'],
  fault: (environment, { domain }) =>
    withReply(environment, domain, {
      kind: 'respond',
      status: 403,
      headers: JSON_TYPE,
      body: JSON.stringify({ code: 'com.apple.well-known.failed', message: 'Call the service desk.' }),
    }),
});
