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
  const readable = normalized(masked, SPACED);
  // What only another spelling reveals cannot be cut out of the text as it was written.
  return READABLE.test(readable) ? readable.replace(ADDRESS, MASK) : masked;
}

/** Whether a text that a person wrote may hold an e-mail address, in whatever spelling a reader understands. */
export function mayHoldAddress(text: string): boolean {
  return READABLE.test(normalized(text, SPACED_FREELY));
}

const READABLE = /[^\s@"'<>()=&?/]@[^\s@"'<>()&?/]/;

const ENTITIES: readonly (readonly [RegExp, string])[] = [
  [/&amp;/gi, '&'],
  [/&commat;|&#0*64;|&#x0*40;/gi, '@'],
  [/&period;|&#0*46;|&#x0*2e;/gi, '.'],
  [/&percnt;|&#0*37;|&#x0*25;/gi, '%'],
];
/** More than any text that was encoded by mistake; what is encoded more often is no longer read as an address. */
const MAX_DECODINGS = 20;

/** A domain with spaces around its dots. */
const SPACED_DOMAIN = '([\\p{L}\\p{N}-]+(?:\\s{0,20}[.\\u3002]\\s{0,20}[\\p{L}\\p{N}-]+)+)';

/** The @ and the domain of an address with spaces. `dig @9.9.9.9 acme.example`, a step of the doctor, is none. */
const SPACED = new RegExp(`(?:\\s{1,20}@\\s{1,20}|(?<!\\s)@\\s{0,20})${SPACED_DOMAIN}`, 'gu');

/** The same, also with a space before the @ alone. */
const SPACED_FREELY = new RegExp(`\\s{0,20}@\\s{0,20}${SPACED_DOMAIN}`, 'gu');

/** Compatibility forms, percent-encoding and entities resolved, as often as they were applied; no space around @ and dots. */
function normalized(text: string, spaced: RegExp): string {
  let current = text;
  for (let round = 0; round < MAX_DECODINGS; round += 1) {
    const next = decodedOnce(current);
    if (next === current) break;
    current = next;
  }
  return current.replace(spaced, (_, domain: string) => `@${domain.replace(/\s/g, '')}`);
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
