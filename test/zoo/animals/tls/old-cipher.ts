import { animal } from '../../animal';
import { ADDRESS, withRecords } from '../../world';

/** TLS 1.2 with CBC only. */
export default animal({
  stage: 'beside',
  touches: ['domain address'],
  finds: ['tls.old-cipher'],
  not: ['tls.no-extended-master-secret', 'tls.outdated-version'],
  fault: (world, { domain }) => withRecords(world, domain, { A: [ADDRESS.oldCipher] }),
});
