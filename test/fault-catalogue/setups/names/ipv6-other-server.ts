import { ADDRESS, NOT_FOUND, withRecords, withSite } from '../../environment';
import { setup } from '../../setup';
import { secondOf } from '../../simulated-internet';

/** AAAA leads to the old web server, which answers otherwise. */
export default setup({
  stage: 'for some',
  touches: ['domain address'],
  finds: ['dns.ipv6-elsewhere'],
  not: ['http.not-found', 'tls.other-name'],
  fault: (environment, { domain }) =>
    withSite(withRecords(environment, domain, { AAAA: [ADDRESS.secondV6] }), secondOf(domain), {
      paths: {},
      otherwise: NOT_FOUND,
    }),
});
