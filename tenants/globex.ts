import {
  absent,
  elsewhere,
  external,
  none,
  redirect,
  redirectTo,
  refuse,
  route53,
  serve,
  shared,
  tenant,
} from 'signpost';

/** Several domains, each with its own way of DNS, and policies that differ. */
export default tenant({
  name: 'Globex',
  discovery: { rules: [], otherwise: redirect('eu1') },
  domains: {
    'globex.example': { dns: route53('Z1GLOBEXEXAMPLE'), website: redirectTo('https://www.globex.example/en') },
    'globex-uk.example': {
      dns: external({
        certificateArn: 'arn:aws:acm:us-east-1:111111111111:certificate/00000000-0000-4000-8000-000000000001',
      }),
      website: none(),
      discovery: {
        rules: [{ when: { families: ['RealityDevice'] }, answer: refuse('Apple Vision Pro is not managed here yet.') }],
        otherwise: redirect('eu2'),
      },
    },
    // The customer's own web server redirects: no front, but checked and shown.
    'globex-de.example': { dns: elsewhere() },
    // Only Apple's fallback is used here: devices get a true 404 and go on to Apple.
    'globex-labs.example': {
      dns: route53('Z2GLOBEXLABS'),
      website: none(),
      discovery: { rules: [], otherwise: absent() },
    },
  },
  servers: {
    main: {
      // The MDM's own token, in the MDM's account: read, and never written.
      token: shared('arn:aws:secretsmanager:eu-central-1:222222222222:secret:mdm/globex-server-token-Gh7Ij8'),
      // Apple's redirect may carry no parameters, so devices that come by it get the discovery document directly.
      fallback: { rules: [], otherwise: serve('eu1', { path: '/enroll/globex', enrollment: 'byod' }) },
    },
  },
});
