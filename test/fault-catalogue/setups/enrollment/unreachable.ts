import { documentFor, json, withReply } from '../../environment';
import { setup } from '../../setup';

/** The host of the BaseURL has a slip in it. */
export default setup({
  stage: 'enrollment',
  touches: ['mdm reply', 'other host'],
  finds: ['enrollment.unreachable'],
  not: ['dns.no-name', 'enrollment.other-host'],
  fault: (environment, { mdm, other }) => withReply(environment, mdm, json(documentFor(other))),
});
