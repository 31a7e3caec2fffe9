import { IDENTIFIER_PARAMETER } from './well-known';

const MASK = '<identifier>';
const PARAMETER = new RegExp(`(${IDENTIFIER_PARAMETER}=)[^&#\\s"]*`, 'gi');

/** `text` without the identifier: neither as the query parameter, nor as it was typed, nor percent-encoded. */
function maskIdentifier(text: string, identifier: string): string {
  const spellings = [identifier, encodeURIComponent(identifier.toWellFormed()), identifier.toLowerCase()];
  const masked = text.replace(PARAMETER, `$1${MASK}`);
  return spellings.reduce((result, spelling) => result.replaceAll(spelling, MASK), masked);
}

/** Everything that may be an e-mail address, written out or percent-encoded. */
const ADDRESS = /[^\s@"'<>()=&?/]+(?:@|%40)[^\s@"'<>()&?/]+/gi;

/** Plain data in which everything that may be an e-mail address is masked. */
export function maskAddresses<T>(value: T): T {
  return mapTexts(value, (text) => text.replace(ADDRESS, MASK));
}

/** Plain data with the identifier masked in every string. */
export function maskAll<T>(value: T, identifier: string): T {
  return mapTexts(value, (text) => maskIdentifier(text, identifier));
}

function mapTexts<T>(value: T, map: (text: string) => string): T {
  const mask = (each: unknown): unknown => {
    if (typeof each === 'string') return map(each);
    if (Array.isArray(each)) return each.map(mask);
    if (typeof each !== 'object' || each === null) return each;
    return Object.fromEntries(Object.entries(each).map(([key, field]) => [key, mask(field)]));
  };
  return mask(value) as T;
}
