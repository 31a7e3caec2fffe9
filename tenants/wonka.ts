import { none, refuse, route53, tenant } from 'signpost';

/** Suspended: devices are refused. They still ask Apple, so the fallback must refuse as well. */
export default tenant({
  name: 'Wonka Chocolates',
  discovery: { rules: [], otherwise: refuse('Enrollment is suspended. Please call the service desk.') },
  domains: {
    'wonka.example': { dns: route53('Z7WONKAEXAMPLE'), website: none() },
  },
});
