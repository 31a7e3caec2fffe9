import { animal } from '../../animal';
import { withName } from '../../world';

/** Two aliases point at each other. */
export default animal({
  stage: 'domain names',
  touches: ['domain address', 'other host'],
  finds: ['dns.alias-loop'],
  not: ['dns.dangling-alias', 'dns.no-address'],
  fault: (world, { domain, other }) => withName(withName(world, domain, { CNAME: other }), other, { CNAME: domain }),
});
