import { none, route53, serve, shared, tenant } from 'signpost';

/** The discovery document served directly, so that it is also the ADDE URL's answer: it needs no identifier. */
export default tenant({
  name: 'Umbrella Health',
  discovery: {
    rules: [],
    otherwise: serve('eu1', { path: '/enroll/umbrella', enrollment: 'byod' }),
  },
  domains: {
    'umbrella.example': { dns: route53('Z4UMBRELLAEXAMPLE'), website: none() },
  },
  servers: {
    main: {
      token: shared('arn:aws:secretsmanager:us-east-1:222222222222:secret:mdm/umbrella-server-token-Ab1Cd2'),
      onOverwrite: 'restore',
    },
  },
});
