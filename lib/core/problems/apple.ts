import type { ProblemDefinitions } from './definition';

/** What Apple's enrollment service answers, and how it can stay silent. */
export const appleProblems = {
  'apple.oauth-malformed': {
    title: 'Sign-in not understood by Apple',
    meaning: 'Apple could not read the OAuth header of the sign-in (400).',
    remedy: 'Check that the server token is whole; if it is, this is a defect: report it.',
    status: 502,
  },
  'apple.token-rejected': {
    title: 'Server token rejected by Apple',
    meaning:
      'Apple knows the token no more: a newer one was downloaded for the same entry, it was revoked, or it expired.',
    remedy:
      "Shared token: bring the MDM's new token into its secret, then press Refresh. Owned token: download a new one in Apple Business Manager and upload it here.",
    status: 502,
  },
  'apple.terms-not-signed': {
    title: 'Terms not accepted',
    meaning: 'Apple answers nothing for this organisation until its new terms are accepted (T_C_NOT_SIGNED).',
    remedy: 'An administrator signs in to Apple Business or School Manager and accepts the terms; then press Refresh.',
    status: 502,
  },
  'apple.access-denied': {
    title: 'Access denied by Apple',
    meaning: 'Apple denies this server token access to the service (ACCESS_DENIED).',
    remedy: 'In Apple Business or School Manager, check that the entry still exists and may manage devices.',
    status: 502,
  },
  'apple.session-refused': {
    title: 'Session refused again',
    meaning: 'Apple refused a session that was just made: another party may be signing in with the same token.',
    remedy: 'Nothing at once: it is tried again later. If it stays, look who else uses the token.',
    status: 502,
  },
  'apple.url-required': {
    title: 'No URL in the request',
    meaning: 'Apple found no URL in the request (MDM_SERVICE_DISCOVERY_URL_REQUIRED).',
    remedy: 'This is a defect: report it.',
    status: 502,
  },
  'apple.url-not-valid': {
    title: 'URL refused by Apple',
    meaning: 'Apple does not take the URL (MDM_SERVICE_DISCOVERY_URL_NOT_VALID).',
    remedy: 'Configure the default URL, or another https URL.',
    status: 502,
  },
  'apple.org-not-supported': {
    title: 'Organisation without ADDE URL',
    meaning: 'Apple does not offer the ADDE URL to this organisation (ORG_NOT_SUPPORTED).',
    remedy: 'Nothing can be registered for this entry; its domains must answer by themselves.',
    status: 502,
  },
  'apple.throttled': {
    title: 'Throttled by Apple',
    meaning: 'Apple asks to wait before the next request.',
    remedy: 'Nothing: it is tried again when Apple allows it.',
    status: 503,
  },
  'apple.unavailable': {
    title: 'Apple not available',
    meaning: "Apple's enrollment service answers with a fault of its own.",
    remedy: "Nothing: it is tried again. Apple's system status page may say more.",
    status: 503,
  },
  'apple.timeout': {
    title: 'No answer from Apple in time',
    meaning:
      "Apple's enrollment service did not answer in time. Whether it did what it was asked to is looked up later.",
    remedy: 'Nothing: it is tried again.',
    status: 504,
  },
  'apple.unreachable': {
    title: 'Apple not reached',
    meaning: "The connection to Apple's enrollment service failed or broke off.",
    remedy: 'Nothing: it is tried again. If it stays, check the way out to the internet.',
    status: 502,
  },
  'apple.answer-unreadable': {
    title: "Apple's answer not understood",
    meaning: 'The answer is cut off or not what Apple documents.',
    remedy: 'Nothing: it is tried again. If it stays, report it.',
    status: 502,
  },
} satisfies ProblemDefinitions;
