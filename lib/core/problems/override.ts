import type { ProblemDefinitions } from './definition';

/** Why an override is refused. */
export const overrideProblems = {
  'override.edge-decides': {
    title: 'The edge decides this domain',
    meaning: 'The policy of this domain is part of its distribution, so that the edge answers without the backend.',
    remedy:
      "Change the policy in the tenant's file and deploy it. Or declare `decide: 'backend'` for the domain and deploy it; from then on, overrides take effect at once.",
    status: 409,
  },
  'override.decided-elsewhere': {
    title: "The customer's web server decides this domain",
    meaning: 'The domain has no front, so nothing that Signpost stores changes the answer for devices there.',
    remedy: "Change the redirect on the customer's web server.",
    status: 409,
  },
  'override.released': {
    title: 'The tenant is released',
    meaning: 'The tenant or the domain was taken out of service, and is removed when its days of grace are over.',
    remedy: 'Deploy the tenant again first.',
    status: 409,
  },
  'override.until': {
    title: 'End of the override out of range',
    meaning: 'An override must end between one minute and 30 days from now.',
    remedy: "Choose an earlier or later end. A lasting policy belongs in the tenant's file.",
    status: 400,
  },
  'override.cluster-unknown': {
    title: 'Unknown cluster',
    meaning: 'The policy names a cluster that was not in clusters.ts when the backend was deployed.',
    remedy: 'Correct the name, or add the cluster to clusters.ts and deploy the Backend stack.',
    status: 400,
  },
  'override.none': {
    title: 'No override in force',
    meaning: 'There is nothing to remove: no override was set, or it has ended.',
    remedy: 'Nothing: the declared policy is in force.',
    status: 404,
  },
} satisfies ProblemDefinitions;
