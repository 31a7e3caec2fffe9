import { ADDRESS, withName } from '../../environment';
import { setup } from '../../setup';

/** The DNS provider allowed a CNAME at the apex. */
export default setup({
  stage: 'beside',
  touches: ['domain address', 'other host'],
  finds: ['dns.alias-at-apex'],
  not: ['dns.dangling-alias'],
  fault: (environment, { domain, other }) =>
    withName(withName(environment, domain, { CNAME: other, NS: [`ns1.${domain}`] }), other, { A: [ADDRESS.usual] }),
});
