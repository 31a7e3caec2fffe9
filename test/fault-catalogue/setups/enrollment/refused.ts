import { ADDRESS, documentFor, json, withName, withReply } from '../../environment';
import { setup } from '../../setup';

/** The enrollment server is down. */
export default setup({
  stage: 'enrollment',
  touches: ['mdm reply', 'other host'],
  finds: ['enrollment.unreachable'],
  not: ['network.refused'],
  fault: (environment, { mdm, other }) =>
    withName(withReply(environment, mdm, json(documentFor(other))), other, { A: [ADDRESS.refused] }),
});
