import { page, withSite } from '../../environment';
import { setup } from '../../setup';

/** A single-page site answers 200 for everything. */
export default setup({
  stage: 'domain answer',
  touches: ['domain reply', 'domain site'],
  finds: ['http.soft-404'],
  not: ['response.html', 'http.not-found'],
  fault: (environment, { domain }) =>
    withSite(environment, domain, { paths: {}, otherwise: page(200, '<!doctype html><div id="app"></div>') }),
});
