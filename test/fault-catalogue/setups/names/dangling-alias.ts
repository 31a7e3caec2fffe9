import { withName } from '../../environment';
import { setup } from '../../setup';

/** The domain is an alias of a host that was taken down. */
export default setup({
  stage: 'domain names',
  touches: ['domain address', 'other host'],
  finds: ['dns.dangling-alias'],
  not: ['dns.no-name', 'dns.no-address', 'dns.alias-at-apex'],
  fault: (environment, { domain, other }) => withName(environment, domain, { CNAME: other }),
});
