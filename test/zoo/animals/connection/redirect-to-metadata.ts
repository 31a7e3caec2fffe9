import { animal } from '../../animal';
import { withReply } from '../../world';

/** The redirect leads to the address where clouds keep their secrets. */
export default animal({
  stage: 'mdm connection',
  touches: ['domain reply', 'mdm address', 'mdm certificate', 'mdm reply'],
  finds: ['network.internal-address'],
  not: ['dns.no-name', 'network.refused'],
  fault: (world, { domain }) =>
    withReply(world, domain, { kind: 'redirect', to: 'https://169.254.169.254/latest/meta-data/' }),
});
