import { animal } from '../../animal';
import { withRecords } from '../../world';

/** An internal IPv4 address in IPv6 clothes. */
export default animal({
  stage: 'domain connection',
  touches: ['domain address'],
  finds: ['network.internal-address'],
  not: ['network.refused', 'network.timeout'],
  fault: (world, { domain }) => withRecords(world, domain, { A: [], AAAA: ['::ffff:10.1.2.3'] }),
});
