import { percentEncode } from './percent';

/** Longest `Location` we send, in characters: CloudFront's limit for a URL is 8,192, its host included. */
export const MAX_LOCATION_LENGTH = 8000;

// `#` is no legal byte of a query (RFC 3986, section 3.4) and would cut the rest off as a fragment.
const NOT_CARRIED_AS_IT_IS = /[^\x21-\x7e]|#/gu;

/** What comes from the request, safe for a `Location`: visible ASCII unchanged, everything else percent-encoded. */
export function carryOver(text: string): string {
  return percentEncode(text, NOT_CARRIED_AS_IT_IS);
}

/** `url` with the raw query appended to whatever query it has; the query itself is carried over byte for byte. */
export function withQuery(url: string, rawQuery: string): string {
  if (rawQuery === '') return url;
  return url + joint(url) + carryOver(rawQuery);
}

function joint(url: string): string {
  if (!url.includes('?')) return '?';
  return url.endsWith('?') || url.endsWith('&') ? '' : '&';
}
