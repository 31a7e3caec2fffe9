import { animal } from '../../animal';
import { withRecords } from '../../world';

/** The CAA record allows nobody. */
export default animal({
  stage: 'beside',
  touches: ['caa'],
  finds: ['dns.caa-forbids'],
  not: [],
  fault: (world, { domain }) => withRecords(world, domain, { CAA: [{ tag: 'issue', value: ';' }] }),
});
