import { ADDRESS, page, withName, withReply, withSite } from '../../environment';
import { setup } from '../../setup';

/** Everything goes to the front page of `www.`. */
export default setup({
  stage: 'domain redirect',
  touches: ['domain reply', 'domain site'],
  finds: ['redirect.path-dropped'],
  follows: ['query.dropped', 'response.html'],
  not: ['http.soft-404'],
  fault: (environment, { domain }) => {
    const www = `www.${domain}`;
    const moved = withReply(environment, domain, {
      kind: 'redirect',
      to: `https://${www}/`,
      query: 'drop',
      status: 301,
    });
    return withSite(withName(moved, www, { A: [ADDRESS.usual] }), www, { paths: {}, otherwise: page(200) });
  },
});
