import { ADDRESS, withRecords } from '../../environment';
import { setup } from '../../setup';

/** An old AAAA record leads to a machine where nobody listens. */
export default setup({
  stage: 'for some',
  touches: ['domain address'],
  finds: ['dns.ipv6-elsewhere'],
  not: ['network.refused'],
  fault: (environment, { domain }) => withRecords(environment, domain, { AAAA: [ADDRESS.refusedV6] }),
});
