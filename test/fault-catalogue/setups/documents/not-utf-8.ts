import { JSON_TYPE, withReply } from '../../environment';
import { setup } from '../../setup';

/** Saved as Latin-1, with an umlaut in a comment field. */
export default setup({
  stage: 'mdm answer',
  touches: ['mdm reply'],
  finds: ['response.not-utf-8'],
  not: ['response.not-json'],
  fault: (environment, { mdm }) =>
    withReply(environment, mdm, {
      kind: 'respond',
      status: 200,
      headers: JSON_TYPE,
      base64: Buffer.from('{"note":"M\xfcnchen","Servers":[]}', 'latin1').toString('base64'),
    }),
});
