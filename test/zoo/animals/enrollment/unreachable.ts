import { animal } from '../../animal';
import { documentFor, json, withReply } from '../../world';

/** The host of the BaseURL has a slip in it. */
export default animal({
  stage: 'enrollment',
  touches: ['mdm reply', 'other host'],
  finds: ['enrollment.unreachable'],
  not: ['dns.no-name', 'enrollment.other-host'],
  fault: (world, { mdm, other }) => withReply(world, mdm, json(documentFor(other))),
});
