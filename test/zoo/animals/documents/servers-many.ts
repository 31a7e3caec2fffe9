import { animal } from '../../animal';
import { json, withReply } from '../../world';

/** User and device enrollment in one document. */
export default animal({
  stage: 'beside',
  touches: ['mdm reply'],
  finds: ['response.servers-many'],
  not: ['response.version'],
  fault: (world, { mdm }) =>
    withReply(
      world,
      mdm,
      json(
        JSON.stringify({
          Servers: ['mdm-byod', 'mdm-adde'].map((Version) => ({ Version, BaseURL: `https://${mdm}/enroll` })),
        }),
      ),
    ),
});
