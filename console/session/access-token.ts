import { type Principal, principalOf, type TokenClaims } from '../../lib/core/tenants/principal';
import { readTokenClaims } from '../../lib/core/tenants/token-claims';

const ANONYMOUS: TokenClaims = { subject: '', scopes: [] };

/** What the token lets its holder do, to show the right actions. The API judges by itself; this protects nothing. */
export function principalOfToken(accessToken: string): Principal {
  return principalOf(readTokenClaims(payloadOf(accessToken)) ?? ANONYMOUS);
}

/** What a JWT says; nothing of a token that is something else. */
function payloadOf(token: string): Readonly<Record<string, unknown>> {
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
