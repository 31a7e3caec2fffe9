import { withName } from '../../environment';
import { setup } from '../../setup';

/** Two aliases point at each other. */
export default setup({
  stage: 'domain names',
  touches: ['domain address', 'other host'],
  finds: ['dns.alias-loop'],
  not: ['dns.dangling-alias', 'dns.no-address'],
  fault: (environment, { domain, other }) =>
    withName(withName(environment, domain, { CNAME: other }), other, { CNAME: domain }),
});
