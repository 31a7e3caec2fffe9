import type { Fields, OutgoingResponse } from '../http-message';
import { isObject, type JsonObject, objectOf } from '../json';
import type { RuleId } from '../rules';
import type { EdgeRequest } from './edge-event';
import { isDisallowed } from './forwarding';

/** What a function's result means to CloudFront. */
export type EdgeResult =
  | { readonly kind: 'response'; readonly response: OutgoingResponse }
  /** The request goes on to the origin, perhaps changed. */
  | { readonly kind: 'request'; readonly uri: string; readonly querystring: string; readonly fields: Fields }
  | { readonly kind: 'invalid'; readonly rule: RuleId; readonly reason: string };

/** Largest response that a function may make at origin-request, headers and body together. */
// rule: edge.response-size
export const MAX_GENERATED_BYTES = 1_048_576;

/** Longest path and query of a request that passes an edge function. */
// rule: edge.uri-length
const MAX_URI_LENGTH = 8192;

/** A function may see these at origin-request, but not change them. */
// rule: edge.read-only-headers
const READ_ONLY = [
  'accept-encoding',
  'content-length',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'transfer-encoding',
  'via',
];

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Judges what a function returned at origin-request, as CloudFront validates it. */
// rule: edge.result-shape
export function judgeEdgeResult(result: unknown, sent: EdgeRequest): EdgeResult {
  if (!isObject(result)) return invalid('edge.result-shape', 'the function returned no object');
  return 'status' in result ? judgeResponse(result) : judgeRequest(result, sent);
}

function judgeResponse(record: JsonObject): EdgeResult {
  const status = readStatus(record['status']);
  if (status === undefined) return invalid('edge.status', 'the status is not a number between 200 and 599');
  const fields = readHeaders(record['headers'], 'response');
  if (!Array.isArray(fields)) return fields;
  const body = readBody(record);
  if (body === undefined) return invalid('edge.body', 'the body is no text, or not in the encoding it names');
  if (status === 204 && body.length > 0) return invalid('edge.body', 'a 204 has a body');
  const bytes = fields.reduce((sum, [name, value]) => sum + name.length + value.length, body.length);
  if (bytes > MAX_GENERATED_BYTES) return invalid('edge.response-size', `the response has ${bytes} bytes`);
  return { kind: 'response', response: { status, fields, body } };
}

// rule: edge.status
function readStatus(value: unknown): number | undefined {
  const status = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value;
  return typeof status === 'number' && Number.isInteger(status) && status >= 200 && status <= 599 ? status : undefined;
}

// rule: edge.body
function readBody({ body, bodyEncoding = 'text' }: JsonObject): Uint8Array | undefined {
  if (body === undefined) return new Uint8Array();
  if (typeof body !== 'string') return undefined;
  if (bodyEncoding === 'text') return Buffer.from(body, 'utf8');
  if (bodyEncoding !== 'base64' || !/^[A-Za-z0-9+/]*={0,2}$/.test(body)) return undefined;
  return Buffer.from(body, 'base64');
}

function judgeRequest(record: JsonObject, sent: EdgeRequest): EdgeResult {
  const { uri, querystring } = record;
  if (typeof uri !== 'string' || typeof querystring !== 'string' || !uri.startsWith('/')) {
    return invalid('edge.result-shape', 'the function returned neither a response nor a request');
  }
  if (uri.length + querystring.length >= MAX_URI_LENGTH) return invalid('edge.uri-length', 'the URI is too long');
  if (/[\s#\p{Cc}]/u.test(querystring)) return invalid('edge.result-shape', 'the query holds a character it may not');
  const fields = readHeaders(record['headers'], 'request');
  if (!Array.isArray(fields)) return fields;
  const changed = READ_ONLY.find((name) => valuesOf(fields, name) !== valuesOf(fieldsOf(sent), name));
  if (changed !== undefined) return invalid('edge.read-only-headers', `the function changed "${changed}"`);
  return { kind: 'request', uri, querystring, fields };
}

function fieldsOf({ headers }: EdgeRequest): Fields {
  return Object.entries(headers).flatMap(([name, values]) =>
    values.map(({ key, value }) => [key ?? name, value] as const),
  );
}

function valuesOf(fields: Fields, name: string): string {
  return JSON.stringify(fields.filter(([each]) => each.toLowerCase() === name).map(([, value]) => value));
}

function readHeaders(
  headers: unknown,
  of: 'request' | 'response',
): (readonly [string, string])[] | Extract<EdgeResult, { kind: 'invalid' }> {
  if (headers === undefined) return [];
  if (!isObject(headers)) return invalid('edge.headers', 'the headers are no object');
  const fields: (readonly [string, string])[] = [];
  for (const [name, values] of Object.entries(headers)) {
    if (name !== name.toLowerCase() || !TOKEN.test(name))
      return invalid('edge.headers', 'a header name is not in lower case');
    if (isDisallowed(name)) return invalid('edge.disallowed-headers', `the function set "${name}"`);
    // rule: edge.response-transfer-headers
    if (of === 'response' && (name === 'transfer-encoding' || name === 'via')) {
      return invalid('edge.response-transfer-headers', `the function set "${name}"`);
    }
    if (!Array.isArray(values)) return invalid('edge.headers', `the header "${name}" is no list`);
    for (const value of values) {
      const field = readField(name, value);
      if (!field) return invalid('edge.headers', `the header "${name}" has a value that is none`);
      fields.push(field);
    }
  }
  return fields;
}

// rule: edge.headers
function readField(name: string, raw: unknown): readonly [string, string] | undefined {
  const { key = name, value } = objectOf(raw);
  if (typeof key !== 'string' || key.toLowerCase() !== name) return undefined;
  return typeof value === 'string' && FIELD_VALUE.test(value) ? [key, value] : undefined;
}

function invalid(rule: RuleId, reason: string): Extract<EdgeResult, { kind: 'invalid' }> {
  return { kind: 'invalid', rule, reason };
}
