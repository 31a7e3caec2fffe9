import { none, redirect, route53, tenant } from 'signpost';

/** The backend decides: what devices are told can be changed at once, and the edge answers as declared where it is down. */
export default tenant({
  name: 'Tyrell',
  discovery: { rules: [], otherwise: redirect('eu1') },
  domains: {
    'tyrell.example': { dns: route53('Z9TYRELLEXAMPLE'), website: none(), decide: 'backend' },
  },
});
