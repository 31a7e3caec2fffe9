import { withReply } from '../../environment';
import { setup } from '../../setup';

/** A template that was not filled in. */
export default setup({
  stage: 'domain redirect',
  touches: ['domain reply'],
  finds: ['redirect.bad-location'],
  not: ['redirect.no-location'],
  fault: (environment, { domain }) =>
    withReply(environment, domain, {
      kind: 'respond',
      status: 302,
      headers: { location: 'https://[mdm-host]/enroll' },
    }),
});
