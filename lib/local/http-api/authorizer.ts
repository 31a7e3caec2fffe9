import {
  createLocalJWKSet,
  decodeProtectedHeader,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  jwtVerify,
  type ProtectedHeaderParameters,
} from 'jose';
import type { JwtAuthorizer } from '../deployment';
import { type Fields, fieldOf } from '../http-message';
import { listOf, objectOf, textOf } from '../json';

/** Reads a document of the OpenID provider. Rejects where that cannot be had. */
export type FetchJson = (url: string) => Promise<unknown>;

/** What an authorizer says of a request. */
type Authorization =
  | { readonly ok: true; readonly claims: Readonly<Record<string, unknown>> }
  /** The value of `WWW-Authenticate`. */
  | { readonly ok: false; readonly challenge: string };

export type Authorize = (authorizer: JwtAuthorizer, fields: Fields) => Promise<Authorization>;

// rule: http-api.jwt-algorithms
const ALGORITHMS = ['RS256', 'RS384', 'RS512'];

// rule: http-api.jwt-keys
const KEYS_MILLISECONDS = 2 * 60 * 60 * 1000;

interface Keys {
  readonly set: JSONWebKeySet;
  readonly since: number;
}

/** Builds what JWT authorizers do. `clock`: milliseconds since 1970. */
export function createAuthorize(fetchJson: FetchJson, clock: () => number): Authorize {
  const known = new Map<string, Keys>();
  const keysOf = async (issuer: string, wanted: string | undefined): Promise<JSONWebKeySet> => {
    const kept = known.get(issuer);
    const isFresh = kept && clock() - kept.since < KEYS_MILLISECONDS;
    if (isFresh && kept.set.keys.some(({ kid }) => kid === wanted)) return kept.set;
    const set = await fetchKeys(issuer, fetchJson);
    known.set(issuer, { set, since: clock() });
    return set;
  };
  return async ({ issuer, audiences }, fields) => {
    const token = tokenOf(fields);
    if (token === undefined) return { ok: false, challenge: 'Bearer' };
    const header = headerOf(token);
    if (!header) return refused(undefined);
    try {
      const set = await keysOf(issuer, header.kid);
      const options = { issuer, algorithms: ALGORITHMS, currentDate: new Date(clock()) };
      const { payload } = await jwtVerify(token, createLocalJWKSet(set), options);
      return hasAudience(payload, audiences)
        ? { ok: true, claims: payload }
        : refused('the token does not have a valid audience');
    } catch (error) {
      return refused(error instanceof errors.JOSEError ? undefined : 'OIDC discovery endpoint communication error');
    }
  };
}

/** The token alone, or behind `Bearer`. */
function tokenOf(fields: Fields): string | undefined {
  const value = fieldOf(fields, 'authorization')?.trim() ?? '';
  return value === '' ? undefined : value.replace(/^Bearer\s+/i, '');
}

function headerOf(token: string): ProtectedHeaderParameters | undefined {
  try {
    return decodeProtectedHeader(token);
  } catch {
    return undefined;
  }
}

/** `client_id` counts only where there is no audience. */
// rule: http-api.jwt-audience
function hasAudience(payload: JWTPayload, audiences: readonly string[]): boolean {
  const given = payload.aud === undefined ? [textOf(payload['client_id'])] : [payload.aud].flat();
  return given.some((each) => each !== undefined && audiences.includes(each));
}

function refused(description: string | undefined): Authorization {
  const parts = ['Bearer scope=""', 'error="invalid_token"'];
  return { ok: false, challenge: [...parts, ...(description ? [`error_description="${description}"`] : [])].join(' ') };
}

async function fetchKeys(issuer: string, fetchJson: FetchJson): Promise<JSONWebKeySet> {
  const configuration = await fetchJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const uri = textOf(objectOf(configuration)['jwks_uri']);
  if (uri === undefined) throw new Error('the provider names no keys');
  const keys = listOf(objectOf(await fetchJson(uri))['keys']).map((key) => ({ ...objectOf(key) }));
  return { keys: keys.map(withType) };
}

function withType(key: Record<string, unknown>): { kty: string } & Record<string, unknown> {
  return { ...key, kty: textOf(key['kty']) ?? '' };
}
