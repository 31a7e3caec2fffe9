import { animal } from '../../animal';
import { withRecords } from '../../world';

/** The HTTPS record still hints at the old server. */
export default animal({
  stage: 'beside',
  touches: ['https record'],
  finds: ['dns.service-binding'],
  not: ['dns.ipv6-elsewhere'],
  fault: (world, { domain }) =>
    withRecords(world, domain, { HTTPS: [{ priority: 1, target: '.', ipv4Hint: '203.0.113.9' }] }),
});
