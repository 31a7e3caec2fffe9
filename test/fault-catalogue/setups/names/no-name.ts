import { withName } from '../../environment';
import { setup } from '../../setup';

/** The domain is not in DNS. */
export default setup({
  stage: 'domain names',
  touches: ['domain address', 'https record', 'caa'],
  finds: ['dns.no-name'],
  not: ['dns.no-address', 'network.refused'],
  fault: (environment, { domain }) => withName(environment, domain, undefined),
});
