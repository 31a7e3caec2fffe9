import { animal } from '../../animal';
import { ADDRESS, withRecords } from '../../world';

/** An old AAAA record leads to a machine where nobody listens. */
export default animal({
  stage: 'for some',
  touches: ['domain address'],
  finds: ['dns.ipv6-elsewhere'],
  not: ['network.refused'],
  fault: (world, { domain }) => withRecords(world, domain, { AAAA: [ADDRESS.refusedV6] }),
});
