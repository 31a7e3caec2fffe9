import { none, owned, redirect, route53, serve, tenant } from 'signpost';

/** Macs to one MDM, iPhones and iPads to another, everything else to the second; and a server token of Signpost's own. */
export default tenant({
  name: 'Initech',
  discovery: {
    rules: [{ when: { families: ['Mac'] }, answer: redirect('mac1') }],
    otherwise: redirect('na1'),
  },
  domains: {
    'initech.example': { dns: route53('Z3INITECHEXAMPLE'), website: none() },
  },
  servers: {
    main: {
      // Signpost alone uses this entry, so its token comes by `signpost token key` and `signpost token upload`.
      token: owned(),
      fallback: { rules: [], otherwise: serve('na1', { path: '/enroll/initech', enrollment: 'byod' }) },
    },
  },
});
