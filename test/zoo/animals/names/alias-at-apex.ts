import { animal } from '../../animal';
import { ADDRESS, withName } from '../../world';

/** The DNS provider allowed a CNAME at the apex. */
export default animal({
  stage: 'beside',
  touches: ['domain address', 'other host'],
  finds: ['dns.alias-at-apex'],
  not: ['dns.dangling-alias'],
  fault: (world, { domain, other }) =>
    withName(withName(world, domain, { CNAME: other, NS: [`ns1.${domain}`] }), other, { A: [ADDRESS.usual] }),
});
