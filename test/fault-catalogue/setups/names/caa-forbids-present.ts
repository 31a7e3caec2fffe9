import { withCertificate, withRecords } from '../../environment';
import { setup } from '../../setup';

/** The CAA record names another authority than the one in use. */
export default setup({
  stage: 'beside',
  touches: ['caa', 'domain certificate'],
  finds: ['dns.caa-forbids'],
  not: ['tls.private-authority'],
  fault: (environment, { domain }) =>
    withCertificate(withRecords(environment, domain, { CAA: [{ tag: 'issue', value: 'digicert.com' }] }), domain, {
      organisation: "Let's Encrypt",
    }),
});
