import { withReply } from '../../environment';
import { setup } from '../../setup';

/** The redirect leads to the address where clouds keep their secrets. */
export default setup({
  stage: 'mdm connection',
  touches: ['domain reply', 'mdm address', 'mdm certificate', 'mdm reply'],
  finds: ['network.internal-address'],
  not: ['dns.no-name', 'network.refused'],
  fault: (environment, { domain }) =>
    withReply(environment, domain, { kind: 'redirect', to: 'https://169.254.169.254/latest/meta-data/' }),
});
