import { withRecords } from '../../environment';
import { setup } from '../../setup';

/** An internal IPv4 address in IPv6 clothes. */
export default setup({
  stage: 'domain connection',
  touches: ['domain address'],
  finds: ['network.internal-address'],
  not: ['network.refused', 'network.timeout'],
  fault: (environment, { domain }) => withRecords(environment, domain, { A: [], AAAA: ['::ffff:10.1.2.3'] }),
});
