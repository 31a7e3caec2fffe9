import { withRecords } from '../../environment';
import { setup } from '../../setup';

/** The HTTPS record still hints at the old server. */
export default setup({
  stage: 'beside',
  touches: ['https record'],
  finds: ['dns.service-binding'],
  not: ['dns.ipv6-elsewhere'],
  fault: (environment, { domain }) =>
    withRecords(environment, domain, { HTTPS: [{ priority: 1, target: '.', ipv4Hint: '93.184.216.99' }] }),
});
