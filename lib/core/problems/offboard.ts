import type { ProblemDefinitions } from './definition';

/** What stands in the way of letting a tenant go. */
export const offboardProblems = {
  'offboard.confirm-tenant': {
    title: "Tenant's id wanted",
    meaning:
      'What is removed from Apple, from the secret store and from ACM is removed for good, so it is confirmed by name.',
    remedy: 'Look at the plan without `--yes`, then give the id of the tenant that it is about.',
  },
  'offboard.certificate-in-use': {
    title: 'Certificate in use',
    meaning: 'A distribution or another resource still uses the certificate.',
    remedy:
      'Find out what uses it (`aws acm describe-certificate`); CloudFront lets go of it some time after its distribution.',
  },
} satisfies ProblemDefinitions;
