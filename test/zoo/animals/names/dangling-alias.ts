import { animal } from '../../animal';
import { withName } from '../../world';

/** The domain is an alias of a host that was taken down. */
export default animal({
  stage: 'domain names',
  touches: ['domain address', 'other host'],
  finds: ['dns.dangling-alias'],
  not: ['dns.no-name', 'dns.no-address', 'dns.alias-at-apex'],
  fault: (world, { domain, other }) => withName(world, domain, { CNAME: other }),
});
