import { withRecords } from '../../environment';
import { setup } from '../../setup';

/** The name servers of the domain fail. */
export default setup({
  stage: 'domain names',
  touches: ['domain address'],
  finds: ['dns.server-failure'],
  not: ['dns.dnssec', 'dns.no-name'],
  fault: (environment, { domain }) => withRecords(environment, domain, { status: 'SERVFAIL' }),
});
