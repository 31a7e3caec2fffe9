import { ADDRESS, documentFor, json, NOT_FOUND, page, withName, withReply, withSite } from '../../environment';
import { setup } from '../../setup';

/** Apple has an answer, but the domain's web page hides it. */
export default setup({
  stage: 'domain answer',
  touches: ['domain reply', 'wanted', 'other host'],
  finds: ['response.html'],
  follows: ['fallback.hidden'],
  not: ['http.soft-404'],
  fault: (environment, { domain, other }) => {
    const apple = 'axm-servicediscovery.apple.com';
    const registered = withReply(
      withName(environment, other, { A: [ADDRESS.usual] }),
      other,
      json(documentFor(other)),
      '/t/acme',
    );
    const known = withSite(withName(registered, apple, { A: [ADDRESS.usual] }), apple, {
      paths: { '/mdmBaseURL': { kind: 'redirect', to: `https://${other}/t/acme`, query: 'drop' } },
      otherwise: NOT_FOUND,
    });
    return withReply(known, domain, page(200));
  },
  wanted: () => ({ askApple: true }),
});
