import { none, route53, serve, tenant } from 'signpost';

/** The discovery document served directly: user-owned devices need one connection less. */
export default tenant({
  name: 'Umbrella Health',
  discovery: {
    rules: [],
    otherwise: serve('eu1', { path: '/enroll/umbrella', enrollment: 'byod' }),
  },
  domains: {
    'umbrella.example': { dns: route53('Z4UMBRELLAEXAMPLE'), website: none() },
  },
});
