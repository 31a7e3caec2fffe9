import { animal } from '../../animal';
import { withRecords } from '../../world';

/** Resolvers that validate refuse the answer. */
export default animal({
  stage: 'domain names',
  touches: ['domain address'],
  finds: ['dns.dnssec'],
  not: ['dns.server-failure', 'dns.no-name'],
  fault: (world, { domain }) => withRecords(world, domain, { status: 'bogus' }),
});
