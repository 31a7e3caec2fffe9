import { isObject } from '../json';

/**
 * A token's claims as an event contains them: every value is a text. A list has brackets and spaces and so loses its
 * borders: code that needs one reads the token itself.
 */
// rule: http-api.claims
export function claimTexts(claims: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([name, value]) => [name, claimText(value)]),
  );
}

function claimText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(claimText).join(' ')}]`;
  return isObject(value) ? JSON.stringify(value) : String(value);
}
