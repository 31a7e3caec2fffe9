import { animal } from '../../animal';
import { withName } from '../../world';

/** The domain is not in DNS. */
export default animal({
  stage: 'domain names',
  touches: ['domain address', 'https record', 'caa'],
  finds: ['dns.no-name'],
  not: ['dns.no-address', 'network.refused'],
  fault: (world, { domain }) => withName(world, domain, undefined),
});
