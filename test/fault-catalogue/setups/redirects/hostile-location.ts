import { withReply } from '../../environment';
import { setup } from '../../setup';

/** Bytes for the terminal in Location. */
export default setup({
  stage: 'domain redirect',
  touches: ['domain reply'],
  finds: ['redirect.bad-location'],
  not: ['redirect.not-https'],
  fault: (environment, { domain }) =>
    withReply(environment, domain, {
      kind: 'respond',
      status: 302,
      headers: { location: 'https://\x9b31m evil \xff:99999/' },
    }),
});
