import { withReply } from '../../environment';
import { setup } from '../../setup';

/** The redirect leads to the address of a machine inside, in IPv6 clothes. */
export default setup({
  stage: 'mdm connection',
  touches: ['domain reply', 'mdm address', 'mdm certificate', 'mdm reply'],
  finds: ['network.internal-address'],
  not: ['dns.no-name', 'network.refused'],
  fault: (environment, { domain }) =>
    withReply(environment, domain, { kind: 'redirect', to: 'https://[::ffff:192.168.0.1]/enroll' }),
});
