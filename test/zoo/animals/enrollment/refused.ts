import { animal } from '../../animal';
import { ADDRESS, documentFor, json, withName, withReply } from '../../world';

/** The enrollment server is down. */
export default animal({
  stage: 'enrollment',
  touches: ['mdm reply', 'other host'],
  finds: ['enrollment.unreachable'],
  not: ['network.refused'],
  fault: (world, { mdm, other }) =>
    withName(withReply(world, mdm, json(documentFor(other))), other, { A: [ADDRESS.refused] }),
});
