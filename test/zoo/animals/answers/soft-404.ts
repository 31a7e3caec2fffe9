import { animal } from '../../animal';
import { page, withSite } from '../../world';

/** A single-page site answers 200 for everything. */
export default animal({
  stage: 'domain answer',
  touches: ['domain reply', 'domain site'],
  finds: ['http.soft-404'],
  not: ['response.html', 'http.not-found'],
  fault: (world, { domain }) =>
    withSite(world, domain, { paths: {}, otherwise: page(200, '<!doctype html><div id="app"></div>') }),
});
