import { json, withReply } from '../../environment';
import { setup } from '../../setup';

/** The example of a manual. */
export default setup({
  stage: 'mdm answer',
  touches: ['mdm reply'],
  finds: ['response.placeholder'],
  follows: ['enrollment.unreachable'],
  not: ['enrollment.other-host'],
  fault: (environment, { mdm }) =>
    withReply(
      environment,
      mdm,
      json('{"Servers":[{"Version":"mdm-byod","BaseURL":"https://your-mdm.example.com/enroll"}]}'),
    ),
});
