import { withName } from '../../environment';
import { setup } from '../../setup';

/** The domain has name servers and mail, but no address. */
export default setup({
  stage: 'domain names',
  touches: ['domain address'],
  finds: ['dns.no-address'],
  not: ['dns.no-name'],
  fault: (environment, { domain }) => withName(environment, domain, { NS: [`ns1.${domain}`] }),
});
