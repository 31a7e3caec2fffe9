import type { ProblemDefinitions } from './definition';

/** Failures of connections and redirects, as a device observes them. */
export const networkProblems = {
  'network.name-not-found': {
    title: 'Name not found',
    meaning: 'DNS has no address for the host.',
    remedy: 'Add the records that `signpost start` and the outputs of the tenant stack show.',
  },
  'network.refused': {
    title: 'Connection refused',
    meaning: 'No server listens on port 443 of the host.',
    remedy: 'Check where the DNS records point, and the firewall in front of the server.',
  },
  'network.tls': {
    title: 'TLS failed',
    meaning: 'The certificate is not trusted, does not name the host, or no common version was found.',
    remedy: 'The certificate must be publicly trusted, sent with its chain, and name exactly this host.',
  },
  'network.timeout': {
    title: 'No answer in time',
    meaning: 'A device gives a stage 90 seconds.',
    remedy:
      'Check the server and the proxies in front of it. A server that does not answer costs every person a minute and a half.',
  },
  'network.broken': {
    title: 'Connection broken',
    meaning: 'The server closed the connection or sent something that is not HTTP.',
    remedy: "Check the server's log for this time.",
  },
  'redirect.no-location': {
    title: 'Redirect without a target',
    meaning: 'The status says redirect, but there is no Location header.',
    remedy: 'Correct the redirect rule of the server.',
  },
  'redirect.bad-location': {
    title: 'Redirect to no URL',
    meaning: 'The Location header cannot be read as a URL.',
    remedy: 'Correct the redirect rule of the server.',
  },
  'redirect.not-https': {
    title: 'Redirect out of https',
    meaning: 'A device follows https only.',
    remedy: 'Redirect to an https URL.',
  },
  'redirect.loop': {
    title: 'Redirect loop',
    meaning: 'The redirects lead back to where they started.',
    remedy: 'Correct the redirect rules; often two servers redirect to each other.',
  },
  'redirect.too-many': {
    title: 'Too many redirects',
    meaning: 'A device gives up after about 20 redirects.',
    remedy: 'Redirect to the MDM directly.',
  },
} satisfies ProblemDefinitions;
