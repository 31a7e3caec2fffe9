import type { ProblemDefinitions } from './definition';

/** What Apple's enrollment service answers, and how it can fail to answer. */
export const appleProblems = {
  'apple.oauth-malformed': {
    title: 'Sign-in not understood by Apple',
    meaning: 'Apple could not read the OAuth header of the sign-in (400).',
    remedy: 'Check that the server token is complete. If it is, report this as a defect of Signpost.',
    status: 502,
  },
  'apple.token-rejected': {
    title: 'Server token rejected by Apple',
    meaning:
      'Apple no longer accepts the token: a newer one was downloaded for the same entry, it was revoked, or it expired.',
    remedy:
      "Shared token: put the MDM's new token into its secret, then press Refresh. Owned token: download a new one in Apple Business Manager and upload it here.",
    status: 502,
  },
  'apple.terms-not-signed': {
    title: 'Terms not accepted',
    meaning: 'Apple refuses every request for this organisation until its new terms are accepted (T_C_NOT_SIGNED).',
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
    meaning: 'Apple refused a session that had just been opened: another party may be signing in with the same token.',
    remedy: 'Nothing to do at once: Signpost tries again later. If it persists, find out who else uses the token.',
    status: 502,
  },
  'apple.url-required': {
    title: 'No URL in the request',
    meaning: 'Apple found no URL in the request (MDM_SERVICE_DISCOVERY_URL_REQUIRED).',
    remedy: 'This is a defect of Signpost: report it.',
    status: 502,
  },
  'apple.url-not-valid': {
    title: 'URL refused by Apple',
    meaning: 'Apple does not accept the URL (MDM_SERVICE_DISCOVERY_URL_NOT_VALID).',
    remedy: 'Configure the default URL, or another https URL.',
    status: 502,
  },
  'apple.org-not-supported': {
    title: 'Organisation without ADDE URL',
    meaning: 'Apple does not offer the ADDE URL to this organisation (ORG_NOT_SUPPORTED).',
    remedy: 'No ADDE URL can be registered for this entry, so its domains must answer themselves.',
    status: 502,
  },
  'apple.throttled': {
    title: 'Throttled by Apple',
    meaning: 'Apple asks Signpost to wait before the next request.',
    remedy: 'Nothing to do: Signpost tries again as soon as Apple allows it.',
    status: 503,
  },
  'apple.unavailable': {
    title: 'Apple not available',
    meaning: "Apple's enrollment service reports an error of its own.",
    remedy: "Nothing to do: Signpost tries again. Apple's system status page may say more.",
    status: 503,
  },
  'apple.timeout': {
    title: 'No answer from Apple in time',
    meaning:
      "Apple's enrollment service did not answer in time. Signpost checks later whether Apple carried out the request.",
    remedy: 'Nothing to do: Signpost tries again.',
    status: 504,
  },
  'apple.unreachable': {
    title: 'Apple not reached',
    meaning: "The connection to Apple's enrollment service failed or was interrupted.",
    remedy: 'Nothing to do: Signpost tries again. If it persists, check the connection to the internet.',
    status: 502,
  },
  'apple.answer-unreadable': {
    title: "Apple's answer not understood",
    meaning: 'The answer is incomplete or not what Apple documents.',
    remedy: 'Nothing to do: Signpost tries again. If it persists, report it.',
    status: 502,
  },
} satisfies ProblemDefinitions;
