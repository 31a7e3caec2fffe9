import { passThrough, redirect, route53, tenant } from 'signpost';

/** The customer's website stays where it is, behind the front. */
export default tenant({
  name: 'Stark Industries',
  discovery: { rules: [], otherwise: redirect('na1') },
  domains: {
    'stark.example': { dns: route53('Z6STARKEXAMPLE'), website: passThrough('origin.stark-web.example') },
  },
});
