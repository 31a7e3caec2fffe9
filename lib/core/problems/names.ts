import type { ProblemDefinitions } from './definition';

/** Identifiers and domains. */
export const namesProblems = {
  'identifier.no-at-sign': {
    title: 'Identifier without "@"',
    meaning: 'A device takes the domain from behind the last "@".',
    remedy: 'Type the work e-mail address: user@domain.',
  },
  'identifier.no-user': {
    title: 'Identifier without a user',
    meaning: 'The part before the "@" is empty.',
    remedy: 'Type the whole work e-mail address: user@domain.',
  },
  'identifier.too-long': {
    title: 'Identifier too long',
    meaning: 'An e-mail address has at most 320 characters.',
    remedy: 'Check what was pasted.',
  },
  'domain.empty': {
    title: 'No domain',
    meaning: 'The domain is empty.',
    remedy: 'Give a domain such as acme.example.',
  },
  'domain.too-long': {
    title: 'Domain too long',
    meaning: 'DNS holds names of at most 253 characters.',
    remedy: 'Check what was pasted.',
  },
  'domain.trailing-dot': {
    title: 'Domain with a trailing dot',
    meaning: 'A domain is written without the root dot, so that it has one spelling.',
    remedy: 'Remove the dot at the end.',
  },
  'domain.bad-character': {
    title: 'Character not allowed in a domain',
    meaning: 'The text has a space, a control character or punctuation of a URL.',
    remedy: 'Give the bare domain: no scheme, no port, no path.',
  },
  'domain.not-a-name': {
    title: 'Not a domain name',
    meaning: 'The international name cannot be written in DNS (IDNA).',
    remedy: 'Check the spelling, or give the form that begins with xn--.',
  },
  'domain.ip-address': {
    title: 'Address instead of a domain',
    meaning: 'An e-mail domain is a name; devices do not look up addresses.',
    remedy: 'Give the domain behind the "@" of the e-mail addresses.',
  },
  'domain.bad-label': {
    title: 'Label not allowed in a domain',
    meaning: 'Labels have 1 to 63 letters, digits and inner hyphens.',
    remedy: 'Check the spelling: empty labels, underscores and outer hyphens are refused.',
  },
  'domain.single-label': {
    title: 'Domain of one label',
    meaning: 'An e-mail domain has at least two labels.',
    remedy: 'Give the full domain, such as acme.example.',
  },
} satisfies ProblemDefinitions;
