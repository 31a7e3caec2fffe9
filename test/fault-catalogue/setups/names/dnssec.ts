import { withRecords } from '../../environment';
import { setup } from '../../setup';

/** Resolvers that validate refuse the answer. */
export default setup({
  stage: 'domain names',
  touches: ['domain address'],
  finds: ['dns.dnssec'],
  not: ['dns.server-failure', 'dns.no-name'],
  fault: (environment, { domain }) => withRecords(environment, domain, { status: 'bogus' }),
});
