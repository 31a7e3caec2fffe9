import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * OAuth 1.0a as the server sees it, written after RFC 5849 alone: it shares nothing with the client, so that a mistake of
 * either is seen by the other.
 */

export type Parameters = readonly (readonly [name: string, value: string])[];

export interface SignedRequest {
  readonly method: string;
  /** Absolute, with its query. */
  readonly url: string;
  /** The `Authorization` header. */
  readonly authorization: string;
  /** A body of `application/x-www-form-urlencoded`; its parameters are signed as well. */
  readonly form?: string;
}

export interface OAuthFields {
  readonly consumerKey: string;
  readonly token: string;
  readonly signature: string;
  readonly timestamp: number;
  readonly nonce: string;
}

const SCHEME = /^OAuth\s+/i;
const FIELD = /^\s*([^\s=",]+)="([^"]*)"\s*$/;

/** The parameters of an `Authorization: OAuth …` header, decoded (section 3.5.1), or nothing where it cannot be read. */
export function parseAuthorization(header: string): Parameters | undefined {
  if (!SCHEME.test(header)) return undefined;
  const parameters: [string, string][] = [];
  for (const part of header.replace(SCHEME, '').split(',')) {
    const [, name, value] = FIELD.exec(part) ?? [];
    const decoded = [decode(name), decode(value)];
    if (decoded[0] === undefined || decoded[1] === undefined) return undefined;
    parameters.push([decoded[0], decoded[1]]);
  }
  return parameters;
}

/** The fields that a request of two keys must have, each once; nothing where one is missing, twice or of another method. */
export function readFields(parameters: Parameters): OAuthFields | undefined {
  const one = (name: string) => {
    const values = parameters.filter(([each]) => each === name);
    return values.length === 1 ? values[0]?.[1] : undefined;
  };
  const consumerKey = one('oauth_consumer_key');
  const token = one('oauth_token');
  const signature = one('oauth_signature');
  const timestamp = one('oauth_timestamp');
  const nonce = one('oauth_nonce');
  if (!consumerKey || !token || !signature || !timestamp || !nonce) return undefined;
  if (one('oauth_signature_method') !== 'HMAC-SHA1' || !/^[1-9]\d*$/.test(timestamp)) return undefined;
  // The version may be left out; if it is there, it must be 1.0 (section 3.1).
  if (parameters.some(([name, value]) => name === 'oauth_version' && value !== '1.0')) return undefined;
  return { consumerKey, token, signature, timestamp: Number(timestamp), nonce };
}

/** The signature base string (section 3.4.1). */
export function signatureBaseString({ method, url, authorization, form = '' }: SignedRequest): string {
  const { protocol, hostname, port, pathname, search } = new URL(url);
  // The parser drops default ports and lowers scheme and host, as section 3.4.1.2 wants.
  const base = `${protocol}//${hostname}${port === '' ? '' : `:${port}`}${pathname}`;
  const parameters = [
    ...parseForm(search.slice(1)),
    ...(parseAuthorization(authorization) ?? []).filter(([name]) => name !== 'realm'),
    ...parseForm(form),
  ].filter(([name]) => name !== 'oauth_signature');
  return [method.toUpperCase(), base, normalize(parameters)].map(encode).join('&');
}

/** The HMAC-SHA1 signature of a base string (section 3.4.2). */
export function hmacSignature(baseString: string, consumerSecret: string, tokenSecret: string): string {
  const key = `${encode(consumerSecret)}&${encode(tokenSecret)}`;
  return createHmac('sha1', key).update(baseString).digest('base64');
}

/** Whether the request was signed with these secrets. */
export function isSignedWith(request: SignedRequest, secrets: { consumer: string; token: string }): boolean {
  const signature = (parseAuthorization(request.authorization) ?? []).find(([name]) => name === 'oauth_signature')?.[1];
  const expected = hmacSignature(signatureBaseString(request), secrets.consumer, secrets.token);
  const [a, b] = [Buffer.from(signature ?? ''), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Encoded, sorted by name and then by value in byte order, and joined (section 3.4.1.3.2). */
export function normalize(parameters: Parameters): string {
  return parameters
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Names and values of a form-encoded text: here `+` is a space. */
function parseForm(text: string): Parameters {
  return text === '' ? [] : [...new URLSearchParams(text)];
}

/** Percent-encoding of everything but unreserved characters, as UTF-8 (section 3.6). */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function decode(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
