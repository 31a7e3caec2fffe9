import { animal } from '../../animal';
import { json, withReply } from '../../world';

/** The example of a manual. */
export default animal({
  stage: 'mdm answer',
  touches: ['mdm reply'],
  finds: ['response.placeholder'],
  follows: ['enrollment.unreachable'],
  not: ['enrollment.other-host'],
  fault: (world, { mdm }) =>
    withReply(world, mdm, json('{"Servers":[{"Version":"mdm-byod","BaseURL":"https://your-mdm.example.com/enroll"}]}')),
});
