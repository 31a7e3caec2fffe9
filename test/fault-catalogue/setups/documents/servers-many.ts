import { json, withReply } from '../../environment';
import { setup } from '../../setup';

/** User and device enrollment in one document. */
export default setup({
  stage: 'beside',
  touches: ['mdm reply'],
  finds: ['response.servers-many'],
  not: ['response.version'],
  fault: (environment, { mdm }) =>
    withReply(
      environment,
      mdm,
      json(
        JSON.stringify({
          Servers: ['mdm-byod', 'mdm-adde'].map((Version) => ({ Version, BaseURL: `https://${mdm}/enroll` })),
        }),
      ),
    ),
});
