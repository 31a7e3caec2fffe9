import { none, redirect, route53, tenant } from 'signpost';

/** A domain for mail alone: there is no website, and anything but the well-known path is a 404. */
export default tenant({
  name: 'Soylent',
  discovery: { rules: [], otherwise: redirect('na1', { path: '/soylent/.well-known/com.apple.remotemanagement' }) },
  domains: {
    'soylent.example': { dns: route53('Z8SOYLENTEXAMPLE'), website: none() },
  },
});
