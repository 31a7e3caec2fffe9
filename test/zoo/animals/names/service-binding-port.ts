import { animal } from '../../animal';
import { withRecords } from '../../world';

/** The HTTPS record sends devices to another port. */
export default animal({
  stage: 'beside',
  touches: ['https record'],
  finds: ['dns.service-binding'],
  not: [],
  fault: (world, { domain }) => withRecords(world, domain, { HTTPS: [{ priority: 1, target: '.', port: 8443 }] }),
});
