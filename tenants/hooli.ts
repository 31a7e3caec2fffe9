import { redirect, redirectTo, route53, tenant } from 'signpost';

/** A move to a new cluster, user by user: raise the share, and users who have moved stay there. */
export default tenant({
  name: 'Hooli',
  channel: 'canary',
  discovery: {
    rules: [{ when: { share: 25 }, answer: redirect('eu2') }],
    otherwise: redirect('eu1'),
  },
  domains: {
    'hooli.example': { dns: route53('Z5HOOLIEXAMPLE'), website: redirectTo('https://www.hooli.example') },
  },
});
