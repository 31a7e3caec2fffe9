import type { TokenClaims } from './principal';

/** The claims of an access token, by which the API decides access and the console shows actions. Nothing without a subject. */
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

/** `groups`, or Cognito's name for it. A claim that is not a list gives no group; it still marks the holder as a person. */
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
