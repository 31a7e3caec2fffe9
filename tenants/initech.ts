import { none, redirect, route53, tenant } from 'signpost';

/** Macs to one MDM, iPhones and iPads to another, everything else to the second. */
export default tenant({
  name: 'Initech',
  discovery: {
    rules: [{ when: { families: ['Mac'] }, answer: redirect('mac1') }],
    otherwise: redirect('na1'),
  },
  domains: {
    'initech.example': { dns: route53('Z3INITECHEXAMPLE'), website: none() },
  },
});
