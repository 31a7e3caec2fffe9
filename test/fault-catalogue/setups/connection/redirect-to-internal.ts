import { withRecords } from '../../environment';
import { setup } from '../../setup';

/** The redirect leads to a host that exists inside the company only. */
export default setup({
  stage: 'mdm connection',
  touches: ['mdm address'],
  finds: ['network.internal-address'],
  not: ['network.refused', 'network.timeout'],
  fault: (environment, { mdm }) => withRecords(environment, mdm, { A: ['192.168.7.7'] }),
});
