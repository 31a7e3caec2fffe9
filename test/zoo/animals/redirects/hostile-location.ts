import { animal } from '../../animal';
import { withReply } from '../../world';

/** Bytes for the terminal in Location. */
export default animal({
  stage: 'domain redirect',
  touches: ['domain reply'],
  finds: ['redirect.bad-location'],
  not: ['redirect.not-https'],
  fault: (world, { domain }) =>
    withReply(world, domain, {
      kind: 'respond',
      status: 302,
      headers: { location: 'https://\x9b31m evil \xff:99999/' },
    }),
});
