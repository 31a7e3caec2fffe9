import type { ProblemDefinitions } from './definition';

/** Answers that a device cannot use. */
export const responseProblems = {
  'response.status': {
    title: 'Status is not 200',
    meaning: 'The final answer of the stage must have status 200.',
    remedy: 'Publish the discovery document at the well-known path, or redirect there.',
  },
  'response.refused': {
    title: 'Refused',
    meaning: "The server refused with Apple's own error code. The device still tries Apple's fallback.",
    remedy: 'Ask the team that runs the MDM; a suspended tenant refuses on purpose.',
  },
  'response.too-large': {
    title: 'Answer too large',
    meaning: 'The answer is larger than any discovery document.',
    remedy: 'Another service answers at the well-known path: publish the document there.',
  },
  'response.content-type': {
    title: 'Wrong content type',
    meaning: 'A device reads the document only as application/json.',
    remedy: 'Set the Content-Type of the extensionless file to application/json.',
  },
  'response.byte-order-mark': {
    title: 'Byte order mark',
    meaning: 'The document begins with a byte order mark, which some parsers refuse.',
    remedy: 'Save the file as UTF-8 without BOM.',
  },
  'response.not-utf-8': { title: 'Not UTF-8', meaning: 'JSON is UTF-8.', remedy: 'Save the file as UTF-8.' },
  'response.not-json': {
    title: 'Not JSON',
    meaning: 'The body cannot be parsed.',
    remedy: 'Publish {"Servers":[{"Version":"mdm-byod","BaseURL":"https://…"}]}, checked with a JSON parser.',
  },
  'response.servers-missing': {
    title: 'No "Servers"',
    meaning: 'The document has no array named "Servers".',
    remedy: 'Name it exactly like this, with a capital S.',
  },
  'response.servers-empty': {
    title: '"Servers" is empty',
    meaning: 'The array has no entry, and a device needs one.',
    remedy: 'Add the entry of the MDM.',
  },
  'response.servers-many': {
    title: 'More than one server',
    meaning: 'A device takes the first entry and ignores the others.',
    remedy: 'Leave one entry; answer by family with a policy.',
  },
  'response.version': {
    title: 'Unknown "Version"',
    meaning: 'A device knows mdm-byod and mdm-adde, in lower case.',
    remedy: 'Use "mdm-byod" for user-owned, "mdm-adde" for company-owned devices.',
  },
  'response.base-url': {
    title: '"BaseURL" is not a URL',
    meaning: 'A device needs an absolute https URL.',
    remedy: "Take the URL from the MDM's documentation, with its https://.",
  },
  'response.base-url-not-https': {
    title: '"BaseURL" is not https',
    meaning: 'A device enrolls over https only.',
    remedy: 'Begin the URL with https://.',
  },
} satisfies ProblemDefinitions;
