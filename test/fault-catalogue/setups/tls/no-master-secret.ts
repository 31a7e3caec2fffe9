import { ADDRESS, withRecords } from '../../environment';
import { setup } from '../../setup';

/** TLS 1.2 without the extended master secret. */
export default setup({
  stage: 'beside',
  touches: ['domain address'],
  finds: ['tls.no-extended-master-secret'],
  not: ['tls.old-cipher'],
  fault: (environment, { domain }) => withRecords(environment, domain, { A: [ADDRESS.noMasterSecret] }),
});
