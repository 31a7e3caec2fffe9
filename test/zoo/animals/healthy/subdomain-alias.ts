import { healthy } from '../../animal';
import { ADDRESS, healthyWorld, withCertificate, withName } from '../../world';

/** A CNAME where one may be: below the apex, with a wildcard certificate. */
export default healthy({
  world: ({ domain, mdm, other }) => {
    const world = healthyWorld({ domain, mdm, other });
    const alias = withName(withName(world, other, { A: [ADDRESS.usual] }), domain, { CNAME: other });
    return withCertificate(alias, domain, { names: [`*.${domain.slice(domain.indexOf('.') + 1)}`, domain] });
  },
});
