import { animal } from '../../animal';
import { ADDRESS, NOT_FOUND, withRecords, withSite } from '../../world';
import { secondOf } from '../../zoo';

/** AAAA leads to the old web server, which answers otherwise. */
export default animal({
  stage: 'for some',
  touches: ['domain address'],
  finds: ['dns.ipv6-elsewhere'],
  not: ['http.not-found', 'tls.other-name'],
  fault: (world, { domain }) =>
    withSite(withRecords(world, domain, { AAAA: [ADDRESS.secondV6] }), secondOf(domain), {
      paths: {},
      otherwise: NOT_FOUND,
    }),
});
