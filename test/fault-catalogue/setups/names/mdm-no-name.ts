import { withName } from '../../environment';
import { setup } from '../../setup';

/** The redirect leads to a host with a slip in its name. */
export default setup({
  stage: 'mdm names',
  touches: ['mdm address'],
  finds: ['dns.no-name'],
  not: ['enrollment.unreachable', 'http.not-found'],
  fault: (environment, { mdm }) => withName(environment, mdm, undefined),
});
