import { animal } from '../../animal';
import { ADDRESS, withRecords } from '../../world';

/** The MDM that the domain redirects to is down. */
export default animal({
  stage: 'mdm connection',
  touches: ['mdm address'],
  finds: ['network.refused'],
  not: ['enrollment.unreachable'],
  fault: (world, { mdm }) => withRecords(world, mdm, { A: [ADDRESS.refused] }),
});
