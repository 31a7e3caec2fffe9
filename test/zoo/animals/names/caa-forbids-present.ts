import { animal } from '../../animal';
import { withCertificate, withRecords } from '../../world';

/** The CAA record names another authority than the one in use. */
export default animal({
  stage: 'beside',
  touches: ['caa', 'domain certificate'],
  finds: ['dns.caa-forbids'],
  not: ['tls.private-authority'],
  fault: (world, { domain }) =>
    withCertificate(withRecords(world, domain, { CAA: [{ tag: 'issue', value: 'digicert.com' }] }), domain, {
      organisation: "Let's Encrypt",
    }),
});
