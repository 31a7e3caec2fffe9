import { none, redirect, redirectTo, route53, tenant } from 'signpost';

/** The plain case: every device goes to one cluster, all other visitors to the website. */
export default tenant({
  name: 'Acme Corporation',
  discovery: { rules: [], otherwise: redirect('na1') },
  domains: {
    'acme.example': { dns: route53('Z0123456789ABC'), website: redirectTo('https://www.acme.example') },
    'mail.acme.example': { dns: route53('Z0123456789ABC'), website: none() },
  },
});
