import type { ProblemDefinitions } from './definition';

/** What prevents a customer from being onboarded. */
export const onboardingProblems = {
  'onboarding.no-time': {
    title: 'Could not plan: out of time',
    meaning:
      'The check from the internet took longer than an answer may. Servers that do not answer take most of the time.',
    remedy: 'Try again. If it persists, check from your machine: `npx signpost plan <domain>`.',
    status: 503,
  },
  'onboarding.certificate-lost': {
    title: 'Certificate not issued',
    meaning:
      'The validation record was not added in time, a CAA record forbids Amazon, or ACM refused for another reason.',
    remedy: 'Fix what the message names, and request the certificate again.',
  },
  'onboarding.certificate-not-needed': {
    title: 'No certificate needed',
    meaning:
      'For a domain declared with route53(…), its stack creates the certificate; with elsewhere(), the customer has one.',
    remedy:
      "Nothing to do. To make the domain external(…), declare it so in the tenant's file first, with any ARN: `--write` puts the right one there.",
  },
  'onboarding.not-written': {
    title: 'File not changed',
    meaning: "The tenant's file is written in a form that the command cannot change.",
    remedy: 'Put the value that the message names into the file by hand.',
  },
  'onboarding.tenant-exists': {
    title: 'Tenant exists',
    meaning: 'tenants/ has a file of this name already, and the command overwrites nothing.',
    remedy: 'Choose another id, or add the domain to the existing file.',
  },
  'onboarding.domain-taken': {
    title: 'Domain of another tenant',
    meaning: 'A domain belongs to one tenant only, and another tenant has this one.',
    remedy: 'If the domain has moved to this customer, remove it from the other tenant first.',
  },
  'onboarding.file-unwritable': {
    title: 'File cannot be written',
    meaning: 'The folder tenants/ is read-only or full.',
    remedy: 'Make it writable, and repeat the command: files written so far are kept.',
  },
  'onboarding.list-unreadable': {
    title: 'List of domains not readable',
    meaning: 'The file is missing, is not text in UTF-8 or UTF-16, or has no column of domains.',
    remedy: 'Save it as CSV in UTF-8, one domain per row, best with a heading named `domain`.',
  },
  'onboarding.answer-needed': {
    title: 'Decision missing',
    meaning: 'The observations do not decide it, and the command cannot ask without a terminal.',
    remedy: 'Give the option that the message names.',
  },
  'onboarding.ref-unknown': {
    title: 'No such git reference',
    meaning: 'Git does not know the reference, or the folder is not a git repository.',
    remedy: 'Name a branch, tag or commit; if the checkout is shallow, fetch it first.',
  },
} satisfies ProblemDefinitions;
