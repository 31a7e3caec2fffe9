import { ADDRESS, page, withName, withReply, withSite } from '../../environment';
import { setup } from '../../setup';

/** Everything on the domain is behind the single sign-on. */
export default setup({
  stage: 'domain redirect',
  touches: ['domain reply', 'domain site', 'other host'],
  finds: ['http.login-page'],
  follows: ['query.dropped'],
  not: ['response.html', 'http.soft-404'],
  fault: (environment, { domain, other }) => {
    const login = {
      kind: 'redirect',
      to: `https://${other}/oauth2/authorize?client_id=intranet`,
      query: 'drop',
    } as const;
    const behind = withSite(withReply(environment, domain, login), domain, { otherwise: login });
    return withSite(withName(behind, other, { A: [ADDRESS.usual] }), other, {
      paths: {},
      otherwise: page(200, '<!doctype html><form><input type="password" name="p"></form>'),
    });
  },
});
