import { createHash } from 'node:crypto';
import type { ServerToken } from '../../core/registration/server-token';
import type { TokenFacts } from '../../core/registration/token-status';

/** What may be stored of a token. */
export function tokenFacts(token: ServerToken): TokenFacts {
  const { consumerKey, consumerSecret, accessToken, accessSecret, expiresAt } = token;
  return {
    entry: hash([consumerKey]),
    fingerprint: hash([consumerKey, consumerSecret, accessToken, accessSecret]),
    expiresAt,
  };
}

/** Apple's keys are long and random, so that no hash of them can be guessed back. */
function hash(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);
}
