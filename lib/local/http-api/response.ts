import type { Fields, OutgoingResponse } from '../http-message';
import { isObject, type JsonObject, listOf, textOf } from '../json';

/** What API Gateway itself answers: a message in JSON. */
// rule: http-api.messages
export function gatewayMessage(status: number, message: string, fields: Fields = []): OutgoingResponse {
  return { status, fields: [['Content-Type', 'application/json'], ...fields], body: JSON.stringify({ message }) };
}

export const INTERNAL_ERROR = gatewayMessage(500, 'Internal Server Error');

/** Headers that API Gateway writes itself. */
const OWN = new Set([
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'apigw-requestid',
]);

/** The response that a function's result means, or nothing where it means none. */
// rule: http-api.result
export function readResult(result: unknown): OutgoingResponse | undefined {
  if (!isObject(result) || !('statusCode' in result)) {
    const body = typeof result === 'string' ? result : JSON.stringify(result ?? null);
    return { status: 200, fields: [['Content-Type', 'application/json']], body };
  }
  const status = Number(textOf(result['statusCode']) ?? Number.NaN);
  const fields = readFields(result);
  const body = readBody(result);
  if (!Number.isInteger(status) || status < 100 || status > 599 || !fields || body === undefined) return undefined;
  return { status, fields: withContentType(fields, body), body };
}

const FIELD_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

function readFields({ headers, cookies }: JsonObject): Fields | undefined {
  if (headers !== undefined && headers !== null && !isObject(headers)) return undefined;
  const fields: [string, string][] = [];
  for (const [name, raw] of Object.entries(headers ?? {})) {
    const value = textOf(raw);
    if (value === undefined || !FIELD_NAME.test(name) || !FIELD_VALUE.test(value)) return undefined;
    if (!OWN.has(name.toLowerCase())) fields.push([name, value]);
  }
  for (const cookie of listOf(cookies)) fields.push(['Set-Cookie', String(cookie)]);
  return fields;
}

function readBody({ body, isBase64Encoded }: JsonObject): string | Uint8Array | undefined {
  if (body === undefined || body === null) return '';
  if (typeof body !== 'string') return undefined;
  return isBase64Encoded === true ? Buffer.from(body, 'base64') : body;
}

function withContentType(fields: Fields, body: string | Uint8Array): Fields {
  const has = fields.some(([name]) => name.toLowerCase() === 'content-type');
  return has || body.length === 0 ? fields : [['Content-Type', 'text/plain;charset=UTF-8'], ...fields];
}
