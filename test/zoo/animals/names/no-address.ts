import { animal } from '../../animal';
import { withName } from '../../world';

/** The domain has name servers and mail, but no address. */
export default animal({
  stage: 'domain names',
  touches: ['domain address'],
  finds: ['dns.no-address'],
  not: ['dns.no-name'],
  fault: (world, { domain }) => withName(world, domain, { NS: [`ns1.${domain}`] }),
});
