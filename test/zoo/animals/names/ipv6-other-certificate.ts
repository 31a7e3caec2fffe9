import { animal } from '../../animal';
import { ADDRESS, withRecords, withSite } from '../../world';
import { secondOf } from '../../zoo';

/** AAAA leads to a shared host that does not know the domain. */
export default animal({
  stage: 'for some',
  touches: ['domain address', 'other host'],
  finds: ['dns.ipv6-elsewhere'],
  not: ['tls.other-name'],
  fault: (world, { domain, other }) =>
    withSite(withRecords(world, domain, { AAAA: [ADDRESS.secondV6] }), secondOf(domain), {
      ...world.sites[domain],
      certificate: { names: [other] },
    }),
});
