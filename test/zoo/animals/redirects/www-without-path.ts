import { animal } from '../../animal';
import { ADDRESS, page, withName, withReply, withSite } from '../../world';

/** Everything goes to the front page of `www.`. */
export default animal({
  stage: 'domain redirect',
  touches: ['domain reply', 'domain site'],
  finds: ['redirect.path-dropped'],
  follows: ['query.dropped', 'response.html'],
  not: ['http.soft-404'],
  fault: (world, { domain }) => {
    const www = `www.${domain}`;
    const moved = withReply(world, domain, { kind: 'redirect', to: `https://${www}/`, query: 'drop', status: 301 });
    return withSite(withName(moved, www, { A: [ADDRESS.usual] }), www, { paths: {}, otherwise: page(200) });
  },
});
