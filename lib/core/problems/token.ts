import type { ProblemDefinitions } from './definition';

/** Server tokens, and the exchange of key and token file. */
export const tokenProblems = {
  'token.missing': {
    title: 'No server token',
    meaning: 'The server has no token yet, so Signpost cannot ask Apple anything.',
    remedy:
      "Shared token: put the MDM's token into the declared secret. Owned token: `signpost token key`, then `signpost token upload`.",
    status: 409,
  },
  'token.unreadable': {
    title: 'Server token cannot be read',
    meaning: 'The secret no longer exists, or Signpost may not read or decrypt it.',
    remedy:
      "Grant Signpost's functions `secretsmanager:GetSecretValue` on the secret and `kms:Decrypt` on its key, in the account that owns them; then press Refresh.",
    status: 502,
  },
  'token.deleted': {
    title: 'Server token deleted',
    meaning: 'The secret of the server token is marked for deletion, and cannot be read or written until it is gone.',
    remedy:
      'If the server is to come back, restore its secret: `aws secretsmanager restore-secret --secret-id <name>`, within 30 days of its deletion; then press Refresh.',
    status: 409,
  },
  'token.in-use': {
    title: 'Server token still needed',
    meaning: 'Without the token, Signpost could no longer remove the ADDE URL of the server from Apple.',
    remedy:
      'Remove the ADDE URL first (in the console, or `signpost adde remove <tenant>/<server>`), and wait until Apple no longer holds it. If the entry is gone at Apple, the removal ends with `apple.token-rejected`; from then on, a token of another entry is accepted.',
    status: 409,
  },
  'token.store-unavailable': {
    title: 'Secret store not available',
    meaning: 'The secret store does not answer at the moment.',
    remedy: 'Nothing to do: Signpost tries again.',
    status: 503,
  },
  'token.malformed': {
    title: 'Not a server token',
    meaning: 'The content is not the JSON of a server token with its five fields.',
    remedy:
      'Store the token as Apple gives it: consumer_key, consumer_secret, access_token, access_secret, access_token_expiry.',
    status: 422,
  },
  'token.expired': {
    title: 'Server token expired',
    meaning: 'The token has reached its expiry, a year after it was downloaded.',
    remedy: 'Download a new token in Apple Business or School Manager and bring it to the MDM, or here if it is owned.',
    status: 502,
  },
  'token.expires-soon': {
    title: 'Server token expires soon',
    meaning:
      'After it expires, the ADDE URL can no longer be changed; for a shared token, the device sync of the MDM stops as well.',
    remedy: 'Renew the token: for a shared one in the MDM, for an owned one with `signpost token key` and `upload`.',
  },
  'token.shared-read-only': {
    title: 'Shared token is read only',
    meaning: "The token is the MDM's own. Signpost reads it from the MDM's secret and never makes or stores another.",
    remedy: 'Renew it in the MDM. Only an entry that Signpost alone uses is declared `owned()`.',
    status: 409,
  },
  'token.confirm-name': {
    title: 'Name of the entry required',
    meaning:
      "Downloading a token for the new key invalidates the entry's current token: an MDM that uses this entry stops syncing its devices.",
    remedy: "Make sure that no MDM uses this entry, and give the entry's name as confirmation.",
    status: 409,
  },
  'token.no-staged-key': {
    title: 'No key for the token',
    meaning: 'A token file can be opened only with the key that was created for it, and there is none.',
    remedy: 'Create a key, upload its certificate to Apple Business or School Manager, and download the token again.',
    status: 409,
  },
  'token.file-unreadable': {
    title: 'Not a token file',
    meaning: "The file is incomplete, or not an S/MIME envelope in Apple's form (.p7m).",
    remedy: 'Download the token again and upload the file unchanged.',
    status: 422,
  },
  'token.file-other-key': {
    title: 'Token file for another key',
    meaning: 'The file was encrypted for another certificate than the one that Signpost created last.',
    remedy:
      'In Apple Business or School Manager, upload the certificate that was created last, and download the token again.',
    status: 422,
  },
  'token.plain-not-forced': {
    title: 'Token in the clear',
    meaning: 'The upload is the plain JSON of a token, so it was sent unencrypted.',
    remedy: 'Upload the .p7m file unchanged. If you no longer have it, confirm the upload (force).',
    status: 409,
  },
  'token.other-entry': {
    title: 'Token of another entry',
    meaning:
      'The consumer key differs from the one in use: the token belongs to another entry, or the entry was created again.',
    remedy:
      'Check the entry. If it was replaced on purpose, confirm the upload (force); the wanted URL is then set for the new entry.',
    status: 409,
  },
} satisfies ProblemDefinitions;
