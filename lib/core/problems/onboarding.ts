import type { ProblemDefinitions } from './definition';

/** What stands in the way of taking a customer on. */
export const onboardingProblems = {
  'onboarding.no-time': {
    title: 'Could not plan: out of time',
    meaning: 'The look from outside took longer than an answer may; servers that stay silent cost most of it.',
    remedy: 'Try again. If it lasts, look from here: `npx signpost plan <domain>`.',
    status: 503,
  },
  'onboarding.certificate-lost': {
    title: 'No certificate came of the request',
    meaning: 'The record did not come in time, a CAA record forbids Amazon, or ACM refused for another reason.',
    remedy: 'Mend what the message names and request the certificate again.',
  },
  'onboarding.certificate-not-needed': {
    title: 'No certificate needed',
    meaning:
      'Where a domain is declared with route53(…), its stack makes the certificate; with elsewhere() the customer has one.',
    remedy:
      "Nothing is to be done. If the domain is to become external(…), say so in the tenant's file first, with any ARN: `--write` puts the right one there.",
  },
  'onboarding.not-written': {
    title: 'File not changed',
    meaning: "The tenant's file is written in a way that the command does not change by itself.",
    remedy: 'Put the value that the message names into the file by hand.',
  },
  'onboarding.tenant-exists': {
    title: 'Tenant exists',
    meaning: 'There is a file of this name in tenants/, and nothing is overwritten.',
    remedy: 'Choose another id, or add the domain to the file that is there.',
  },
  'onboarding.domain-taken': {
    title: 'Domain of another tenant',
    meaning: 'A domain belongs to one tenant only, and one has it already.',
    remedy: 'Remove the domain there first, if it has moved to this customer.',
  },
  'onboarding.file-unwritable': {
    title: 'File cannot be written',
    meaning: 'The folder tenants/ is read-only or full.',
    remedy: 'Make it writable, and repeat the command: what was written stays.',
  },
  'onboarding.list-unreadable': {
    title: 'List of domains not readable',
    meaning: 'The file is not there, is no text in UTF-8 or UTF-16, or has no column of domains.',
    remedy: 'Save it as CSV in UTF-8, one domain per row, best with a heading named `domain`.',
  },
  'onboarding.answer-needed': {
    title: 'A decision is missing',
    meaning: 'What was found does not decide it, and there is nobody to ask.',
    remedy: 'Give the option that the message names.',
  },
  'onboarding.ref-unknown': {
    title: 'No such state of the project',
    meaning: 'Git does not know the reference, or the folder is no git repository.',
    remedy: 'Name a branch, tag or commit; fetch it first where the checkout is shallow.',
  },
} satisfies ProblemDefinitions;
