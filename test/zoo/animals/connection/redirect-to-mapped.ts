import { animal } from '../../animal';
import { withReply } from '../../world';

/** The redirect leads to the address of a machine inside, in IPv6 clothes. */
export default animal({
  stage: 'mdm connection',
  touches: ['domain reply', 'mdm address', 'mdm certificate', 'mdm reply'],
  finds: ['network.internal-address'],
  not: ['dns.no-name', 'network.refused'],
  fault: (world, { domain }) =>
    withReply(world, domain, { kind: 'redirect', to: 'https://[::ffff:192.168.0.1]/enroll' }),
});
