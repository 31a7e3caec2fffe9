import { animal } from '../../animal';
import { withReply } from '../../world';

/** A template that was not filled in. */
export default animal({
  stage: 'domain redirect',
  touches: ['domain reply'],
  finds: ['redirect.bad-location'],
  not: ['redirect.no-location'],
  fault: (world, { domain }) =>
    withReply(world, domain, { kind: 'respond', status: 302, headers: { location: 'https://[mdm-host]/enroll' } }),
});
