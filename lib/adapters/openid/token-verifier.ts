import { createHash } from 'node:crypto';
import { createRemoteJWKSet, customFetch, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { TokenClaims } from '../../core/tenants/principal';
import { readTokenClaims } from '../../core/tenants/token-claims';

/** The outcome for a token. `unreachable`: the provider's keys could not be read, so nothing is known. */
export type Verification =
  | { readonly kind: 'valid'; readonly claims: TokenClaims; readonly actor: string }
  | { readonly kind: 'invalid'; readonly wanted: string }
  | { readonly kind: 'unreachable' };

export interface VerifierOptions {
  readonly issuer: string;
  readonly audience: string;
  readonly fetch?: typeof fetch;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** What the gateway's authorizer accepts as well, and every provider supports; never the token's own choice. */
const ALGORITHMS = ['RS256'];
const TIMEOUT_MS = 3000;
/** For clocks that differ. */
const TOLERANCE_SECONDS = 5;

/** Verifies access tokens: signature by the provider's published keys, algorithm, issuer, audience, time. */
export function createTokenVerifier({ issuer, audience, fetch: ask = fetch, now = Date.now }: VerifierOptions) {
  let keys: Promise<JWTVerifyGetKey> | undefined;
  const findKeys = (): Promise<JWTVerifyGetKey> => {
    keys ??= discoverKeys(issuer, ask).catch((error: unknown) => {
      // The next token tries again.
      keys = undefined;
      throw error;
    });
    return keys;
  };
  return async (token: string): Promise<Verification> => {
    try {
      const { payload } = await jwtVerify(token, await findKeys(), {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        requiredClaims: ['sub', 'exp'],
        clockTolerance: TOLERANCE_SECONDS,
        currentDate: new Date(now()),
      });
      return readClaims(payload);
    } catch (error) {
      const wanted = describeFault(error);
      return wanted === undefined ? { kind: 'unreachable' } : { kind: 'invalid', wanted };
    }
  };
}

/** Where the provider publishes its keys (OpenID Connect Discovery 1.0, section 4). */
async function discoverKeys(issuer: string, ask: typeof fetch): Promise<JWTVerifyGetKey> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await ask(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`The provider answered ${response.status}`);
  const document: unknown = await response.json();
  const { issuer: named, jwks_uri: jwksUri } = document as { issuer?: unknown; jwks_uri?: unknown };
  // Section 4.3: the issuer must be the one that was asked.
  if (named !== issuer) throw new Error('The provider names another issuer');
  if (typeof jwksUri !== 'string' || !jwksUri.startsWith('https://')) throw new Error('The provider names no keys');
  return createRemoteJWKSet(new URL(jwksUri), { timeoutDuration: TIMEOUT_MS, [customFetch]: ask });
}

/** What a valid token would be; nothing where the fault is not the token's. */
function describeFault(error: unknown): string | undefined {
  if (error instanceof errors.JWTExpired) return 'a token that has not expired';
  if (error instanceof errors.JWTClaimValidationFailed) return describeClaim(error.claim);
  const faults = [
    errors.JWSInvalid,
    errors.JWTInvalid,
    errors.JWSSignatureVerificationFailed,
    errors.JOSEAlgNotAllowed,
    errors.JOSENotSupported,
    errors.JWKSNoMatchingKey,
    errors.JWKSMultipleMatchingKeys,
  ];
  return faults.some((fault) => error instanceof fault)
    ? `a token that the configured provider signed with ${ALGORITHMS}`
    : undefined;
}

function describeClaim(claim: string): string {
  switch (claim) {
    case 'aud':
      return 'a token for this API (audience)';
    case 'iss':
      return 'a token of the configured provider (issuer)';
    default:
      return `a token with a valid claim "${claim}"`;
  }
}

function readClaims(payload: JWTPayload): Verification {
  const claims = readTokenClaims(payload);
  if (!claims) return { kind: 'invalid', wanted: 'a token with a valid claim "sub"' };
  const { subject, client, groups } = claims;
  const kind = groups === undefined && subject === client ? 'machine' : 'person';
  return { kind: 'valid', claims, actor: `${kind}:${pseudonym(subject)}` };
}

/** Some providers use the e-mail address as the subject, and that is not stored. */
function pseudonym(subject: string): string {
  if (!subject.includes('@') && subject.length <= 128) return subject;
  return createHash('sha256').update(subject).digest('hex').slice(0, 16);
}
