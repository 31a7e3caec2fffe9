import { animal } from '../../animal';
import { documentFor, json, withName, withReply } from '../../world';

/** The enrollment server is inside the company only. */
export default animal({
  stage: 'enrollment',
  touches: ['mdm reply', 'other host'],
  finds: ['enrollment.unreachable'],
  not: ['network.internal-address'],
  fault: (world, { mdm, other }) =>
    withName(withReply(world, mdm, json(documentFor(other))), other, { A: ['172.16.4.4'] }),
});
