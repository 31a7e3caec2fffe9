import { ADDRESS, withRecords } from '../../environment';
import { setup } from '../../setup';

/** The website was never moved to https. */
export default setup({
  stage: 'domain connection',
  touches: ['domain address', 'domain reply'],
  finds: ['network.plain-http-only'],
  not: ['network.refused'],
  fault: (environment, { domain }) => withRecords(environment, domain, { A: [ADDRESS.httpOnly] }),
});
