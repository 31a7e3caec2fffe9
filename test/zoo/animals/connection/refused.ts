import { animal } from '../../animal';
import { ADDRESS, withRecords } from '../../world';

/** Nobody listens on port 443, nor on port 80. */
export default animal({
  stage: 'domain connection',
  touches: ['domain address'],
  finds: ['network.refused'],
  not: ['network.plain-http-only', 'network.timeout'],
  fault: (world, { domain }) => withRecords(world, domain, { A: [ADDRESS.refused] }),
});
