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
  return mapTexts(value, maskText);
}

function maskText(text: string): string {
  const masked = text.replace(ADDRESS, MASK);
  // What only another spelling reveals cannot be cut out of the text as it was written.
  return mayHoldAddress(masked) ? normalized(masked).replace(ADDRESS, MASK) : masked;
}

/** Whether a text may hold an e-mail address, in whatever spelling a person can read it. */
export function mayHoldAddress(text: string): boolean {
  return /[^\s@"'<>()=&?/]@[^\s@"'<>()&?/]/.test(normalized(text));
}

const ENTITIES: readonly (readonly [RegExp, string])[] = [
  [/&amp;/gi, '&'],
  [/&commat;|&#0*64;|&#x0*40;/gi, '@'],
  [/&period;|&#0*46;|&#x0*2e;/gi, '.'],
  [/&percnt;|&#0*37;|&#x0*25;/gi, '%'],
];
/** More than any text that was encoded by mistake; what is encoded more often is no longer read as an address. */
const MAX_DECODINGS = 20;

/** The @ and the domain of an address, with spaces around @ and dots. */
const SPACED = /\s{0,20}@\s{0,20}([\p{L}\p{N}-]+(?:\s{0,20}[.\u3002]\s{0,20}[\p{L}\p{N}-]+)+)/gu;

/** Compatibility forms, percent-encoding and entities resolved, as often as they were applied; no space around @ and dots. */
function normalized(text: string): string {
  let current = text;
  for (let round = 0; round < MAX_DECODINGS; round += 1) {
    const next = decodedOnce(current);
    if (next === current) break;
    current = next;
  }
  return current.replace(SPACED, (_, domain: string) => `@${domain.replace(/\s/g, '')}`);
}

function decodedOnce(text: string): string {
  // Invisible characters do not separate anything for the person who reads the text.
  const visible = text.normalize('NFKC').replace(/\p{Cf}|\u034F|[\uFE00-\uFE0F]/gu, '');
  const unescaped = ENTITIES.reduce((result, [entity, character]) => result.replace(entity, character), visible);
  return unescaped.replace(/(?:%[0-9a-f]{2})+/gi, percentDecoded);
}

function percentDecoded(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    // Bytes that are no UTF-8: ASCII among them is still read.
    return encoded.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  }
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
