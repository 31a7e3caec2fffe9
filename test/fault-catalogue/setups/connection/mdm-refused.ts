import { ADDRESS, withRecords } from '../../environment';
import { setup } from '../../setup';

/** The MDM that the domain redirects to is down. */
export default setup({
  stage: 'mdm connection',
  touches: ['mdm address'],
  finds: ['network.refused'],
  not: ['enrollment.unreachable'],
  fault: (environment, { mdm }) => withRecords(environment, mdm, { A: [ADDRESS.refused] }),
});
