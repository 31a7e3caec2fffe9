import type { TokenClaims } from './principal';

/** The claims of an access token, which the API judges by and the console shows actions by. Nothing where it has no subject. */
export function readTokenClaims(payload: Readonly<Record<string, unknown>>): TokenClaims | undefined {
  const { sub: subject } = payload;
  if (typeof subject !== 'string' || subject === '') return undefined;
  const client = [payload['client_id'], payload['azp']].find((each) => typeof each === 'string');
  const groups = readGroups(payload);
  return {
    subject,
    scopes: readScopes(payload),
    ...(typeof client === 'string' ? { client } : {}),
    ...(groups ? { groups } : {}),
  };
}

/** `groups`, or Cognito's name for it. What is there and no list of texts gives no group, and makes nobody a machine. */
function readGroups(payload: Readonly<Record<string, unknown>>): readonly string[] | undefined {
  const value = payload['groups'] ?? payload['cognito:groups'];
  if (value === undefined) return undefined;
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

/** RFC 8693 has one text, some providers have a list. */
function readScopes(payload: Readonly<Record<string, unknown>>): readonly string[] {
  const value = payload['scope'] ?? payload['scp'];
  if (typeof value === 'string') return value.split(' ').filter(Boolean);
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
