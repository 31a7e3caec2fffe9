import { ADDRESS, withRecords, withSite } from '../../environment';
import { setup } from '../../setup';
import { secondOf } from '../../simulated-internet';

/** AAAA leads to a shared host that does not know the domain. */
export default setup({
  stage: 'for some',
  touches: ['domain address', 'other host'],
  finds: ['dns.ipv6-elsewhere'],
  not: ['tls.other-name'],
  fault: (environment, { domain, other }) =>
    withSite(withRecords(environment, domain, { AAAA: [ADDRESS.secondV6] }), secondOf(domain), {
      ...environment.sites[domain],
      certificate: { names: [other] },
    }),
});
