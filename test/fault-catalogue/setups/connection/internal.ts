import { withRecords } from '../../environment';
import { setup } from '../../setup';

/** The internal view of DNS has leaked out. */
export default setup({
  stage: 'domain connection',
  touches: ['domain address'],
  finds: ['network.internal-address'],
  not: ['network.refused', 'network.timeout'],
  fault: (environment, { domain }) => withRecords(environment, domain, { A: ['10.1.2.3'] }),
});
