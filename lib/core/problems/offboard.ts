import type { ProblemDefinitions } from './definition';

/** What prevents a tenant from being offboarded. */
export const offboardProblems = {
  'offboard.confirm-tenant': {
    title: "Tenant's id required",
    meaning:
      'The command removes things from Apple, from the secret store and from ACM for good, so you confirm it with the id of the tenant.',
    remedy: 'Read the plan without `--yes`, then give the id of its tenant.',
  },
  'offboard.certificate-in-use': {
    title: 'Certificate in use',
    meaning: 'A distribution or another resource still uses the certificate.',
    remedy:
      'Find out what uses it (`aws acm describe-certificate`); CloudFront releases it some time after its distribution is gone.',
  },
} satisfies ProblemDefinitions;
