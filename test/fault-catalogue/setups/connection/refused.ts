import { ADDRESS, withRecords } from '../../environment';
import { setup } from '../../setup';

/** No server listens on port 443 or on port 80. */
export default setup({
  stage: 'domain connection',
  touches: ['domain address'],
  finds: ['network.refused'],
  not: ['network.plain-http-only', 'network.timeout'],
  fault: (environment, { domain }) => withRecords(environment, domain, { A: [ADDRESS.refused] }),
});
