import { animal } from '../../animal';
import { ADDRESS, withRecords } from '../../world';

/** TLS 1.2 without the extended master secret. */
export default animal({
  stage: 'beside',
  touches: ['domain address'],
  finds: ['tls.no-extended-master-secret'],
  not: ['tls.old-cipher'],
  fault: (world, { domain }) => withRecords(world, domain, { A: [ADDRESS.noMasterSecret] }),
});
