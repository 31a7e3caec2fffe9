import { ADDRESS, withRecords } from '../../environment';
import { setup } from '../../setup';

/** An old AAAA record leads to a machine on which no server listens. */
export default setup({
  stage: 'for some',
  touches: ['domain address'],
  finds: ['dns.ipv6-elsewhere'],
  not: ['network.refused'],
  fault: (environment, { domain }) => withRecords(environment, domain, { AAAA: [ADDRESS.refusedV6] }),
});
