import { animal } from '../../animal';
import { withRecords } from '../../world';

/** The internal view of DNS has leaked out. */
export default animal({
  stage: 'domain connection',
  touches: ['domain address'],
  finds: ['network.internal-address'],
  not: ['network.refused', 'network.timeout'],
  fault: (world, { domain }) => withRecords(world, domain, { A: ['10.1.2.3'] }),
});
