import { documentFor, json, withName, withReply } from '../../environment';
import { setup } from '../../setup';

/** The enrollment server is inside the company only. */
export default setup({
  stage: 'enrollment',
  touches: ['mdm reply', 'other host'],
  finds: ['enrollment.unreachable'],
  not: ['network.internal-address'],
  fault: (environment, { mdm, other }) =>
    withName(withReply(environment, mdm, json(documentFor(other))), other, { A: ['172.16.4.4'] }),
});
