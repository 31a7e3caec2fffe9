import type { ProblemDefinitions } from './definition';

/** What the edge and the discovery endpoint answer instead of a policy's answer. */
export const discoveryProblems = {
  'discovery.location-too-long': {
    title: 'Redirect too long',
    meaning: 'The target and the query carried over are longer than 8,000 characters.',
    remedy: 'No device sends a query of this length: find the client that adds to it.',
    status: 414,
  },
  'edge.policy-missing': {
    title: 'No policy at the edge',
    meaning: 'The edge function was called for a distribution whose origin carries no policy.',
    remedy: 'Deploy the tenant again; do not edit the distribution by hand.',
    status: 503,
  },
  'edge.policy-broken': {
    title: 'Unreadable policy at the edge',
    meaning: 'The origin headers do not hold a policy that this version of the edge function can read.',
    remedy:
      'Deploy the tenant again. If it was deployed with a newer version, raise `edge.stable` in signpost.config.ts.',
    status: 503,
  },
  'discovery.unavailable': {
    title: 'Discovery not available',
    meaning: 'The backend could not read what it should answer. Behind a front, the edge answers as declared instead.',
    remedy: "See the alarm's heading in the runbook; the table may be throttled or gone.",
    status: 503,
  },
  'discovery.domain-unknown': {
    title: 'Front without a declaration',
    meaning: 'A front asked the backend for a domain that it does not know. The edge answers as declared instead.',
    remedy: 'Deploy the tenant again.',
    status: 400,
  },
} satisfies ProblemDefinitions;
