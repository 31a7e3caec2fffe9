import { type Principal, principalOf } from '../../lib/core/tenants/principal';

/** What the token lets its holder do, to show the right actions. The API judges by itself; this protects nothing. */
export function principalOfToken(accessToken: string): Principal {
  const claims = readClaims(accessToken);
  const scopes = typeof claims['scope'] === 'string' ? claims['scope'].split(' ') : [];
  return principalOf({ subject: text(claims['sub']), scopes, groups: texts(claims['groups']) });
}

/** The claims of a JWT; none of a token that is something else. */
function readClaims(token: string): Readonly<Record<string, unknown>> {
  const payload = token.split('.')[1] ?? '';
  try {
    const base64 = payload.replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof claims === 'object' && claims !== null ? { ...claims } : {};
  } catch {
    return {};
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
