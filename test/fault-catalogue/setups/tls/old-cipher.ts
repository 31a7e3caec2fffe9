import { ADDRESS, withRecords } from '../../environment';
import { setup } from '../../setup';

/** TLS 1.2 with CBC only. */
export default setup({
  stage: 'beside',
  touches: ['domain address'],
  finds: ['tls.old-cipher'],
  not: ['tls.no-extended-master-secret', 'tls.outdated-version'],
  fault: (environment, { domain }) => withRecords(environment, domain, { A: [ADDRESS.oldCipher] }),
});
