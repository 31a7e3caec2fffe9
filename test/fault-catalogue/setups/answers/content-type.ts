import { documentFor, withReply } from '../../environment';
import { setup } from '../../setup';

/** A static host serves the file without an extension as bytes. */
export default setup({
  stage: 'domain answer',
  touches: ['domain reply'],
  finds: ['response.content-type'],
  not: ['response.html', 'response.not-json'],
  fault: (environment, { domain, mdm }) =>
    withReply(environment, domain, {
      kind: 'respond',
      status: 200,
      headers: { 'content-type': 'application/octet-stream' },
      body: documentFor(mdm),
    }),
});
