import { type Principal, principalOf, type TokenClaims } from '../../lib/core/tenants/principal';
import { readTokenClaims } from '../../lib/core/tenants/token-claims';

const ANONYMOUS: TokenClaims = { subject: '', scopes: [] };

/** The rights of the token's holder, to show the right actions. The API enforces them; this protects nothing. */
export function principalOfToken(accessToken: string): Principal {
  return principalOf(readTokenClaims(payloadOf(accessToken)) ?? ANONYMOUS);
}

/** The claims of a JWT; none for a token of another format. */
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
