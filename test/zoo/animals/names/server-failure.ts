import { animal } from '../../animal';
import { withRecords } from '../../world';

/** The name servers of the domain fail. */
export default animal({
  stage: 'domain names',
  touches: ['domain address'],
  finds: ['dns.server-failure'],
  not: ['dns.dnssec', 'dns.no-name'],
  fault: (world, { domain }) => withRecords(world, domain, { status: 'SERVFAIL' }),
});
