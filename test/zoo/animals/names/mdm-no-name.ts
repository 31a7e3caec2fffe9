import { animal } from '../../animal';
import { withName } from '../../world';

/** The redirect leads to a host with a slip in its name. */
export default animal({
  stage: 'mdm names',
  touches: ['mdm address'],
  finds: ['dns.no-name'],
  not: ['enrollment.unreachable', 'http.not-found'],
  fault: (world, { mdm }) => withName(world, mdm, undefined),
});
