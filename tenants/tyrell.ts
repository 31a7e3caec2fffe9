import { none, redirect, route53, tenant } from 'signpost';

/** Answered at the backend: answers can be changed at once. While the backend is down, the edge answers as declared. */
export default tenant({
  name: 'Tyrell',
  discovery: { rules: [], otherwise: redirect('eu1') },
  domains: {
    'tyrell.example': { dns: route53('Z9TYRELLEXAMPLE'), website: none(), decide: 'backend' },
  },
});
