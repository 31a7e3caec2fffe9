import { animal } from '../../animal';
import { documentFor, withReply } from '../../world';

/** A static host serves the file without an extension as bytes. */
export default animal({
  stage: 'domain answer',
  touches: ['domain reply'],
  finds: ['response.content-type'],
  not: ['response.html', 'response.not-json'],
  fault: (world, { domain, mdm }) =>
    withReply(world, domain, {
      kind: 'respond',
      status: 200,
      headers: { 'content-type': 'application/octet-stream' },
      body: documentFor(mdm),
    }),
});
