import { ADDRESS, healthyEnvironment, withCertificate, withName } from '../../environment';
import { healthy } from '../../setup';

/** A CNAME where one may be: below the apex, with a wildcard certificate. */
export default healthy({
  environment: ({ domain, mdm, other }) => {
    const environment = healthyEnvironment({ domain, mdm, other });
    const alias = withName(withName(environment, other, { A: [ADDRESS.usual] }), domain, { CNAME: other });
    return withCertificate(alias, domain, { names: [`*.${domain.slice(domain.indexOf('.') + 1)}`, domain] });
  },
});
