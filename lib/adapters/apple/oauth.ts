import { createHmac } from 'node:crypto';
import OAuth from 'oauth-1.0a';
import type { ServerToken } from '../../core/registration/server-token';

/** What makes a signature unique: both given, so that a test can repeat it. */
export interface OAuthStamp {
  readonly nonce: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
}

/**
 * The `Authorization` header of a sign-in: OAuth 1.0a with HMAC-SHA1, realm `ADM` [documented]. The realm is in the
 * header and is left out of the signature (RFC 5849, section 3.4.1.3.1).
 */
export function authorizationHeader(
  { method, url }: { method: string; url: string },
  token: ServerToken,
  { nonce, timestamp }: OAuthStamp,
): string {
  const oauth = new OAuth({
    consumer: { key: token.consumerKey, secret: token.consumerSecret },
    signature_method: 'HMAC-SHA1',
    realm: 'ADM',
    hash_function: (baseString, key) => createHmac('sha1', key).update(baseString).digest('base64'),
  });
  // The library's own nonce comes from Math.random, and its clock cannot be set.
  oauth.getNonce = () => nonce;
  oauth.getTimeStamp = () => timestamp;
  const data = oauth.authorize({ method, url }, { key: token.accessToken, secret: token.accessSecret });
  return oauth.toHeader(data).Authorization;
}
