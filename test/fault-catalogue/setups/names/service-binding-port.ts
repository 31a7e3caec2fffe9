import { withRecords } from '../../environment';
import { setup } from '../../setup';

/** The HTTPS record sends devices to another port. */
export default setup({
  stage: 'beside',
  touches: ['https record'],
  finds: ['dns.service-binding'],
  not: [],
  fault: (environment, { domain }) =>
    withRecords(environment, domain, { HTTPS: [{ priority: 1, target: '.', port: 8443 }] }),
});
