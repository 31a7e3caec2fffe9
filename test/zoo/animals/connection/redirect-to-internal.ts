import { animal } from '../../animal';
import { withRecords } from '../../world';

/** The redirect leads to a host that exists inside the company only. */
export default animal({
  stage: 'mdm connection',
  touches: ['mdm address'],
  finds: ['network.internal-address'],
  not: ['network.refused', 'network.timeout'],
  fault: (world, { mdm }) => withRecords(world, mdm, { A: ['192.168.7.7'] }),
});
