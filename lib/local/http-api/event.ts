import { percentDecode } from '../../core/discovery/percent';
import { type Fields, fieldOf, splitTarget } from '../http-message';
import type { Match } from './route';

/** A request as it reaches API Gateway. */
export interface GatewayRequest {
  readonly host: string;
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly fields: Fields;
  readonly body: Uint8Array;
  readonly clientIp: string;
}

/** What API Gateway knows besides the request. */
export interface EventContext {
  readonly accountId: string;
  readonly apiId: string;
  readonly requestId: string;
  readonly traceId: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Of the token, where the route has an authorizer. */
  readonly claims?: Readonly<Record<string, string>>;
}

/** The event of a route's function, in payload format 2.0. Parts that a request does not have are left out. */
// rule: http-api.event
export function gatewayEvent(request: GatewayRequest, { route, parameters }: Match, context: EventContext) {
  const { query } = splitTarget(request.target);
  const path = rawPathOf(request.target);
  const cookies = cookiesOf(request.fields);
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath: path,
    rawQueryString: query,
    ...(cookies.length > 0 ? { cookies } : {}),
    headers: headersOf(request, context.traceId),
    ...(query === '' ? {} : { queryStringParameters: parametersOf(query) }),
    requestContext: requestContext(request, { path, routeKey: route.key }, context),
    ...(Object.keys(parameters).length > 0 ? { pathParameters: parameters } : {}),
    ...bodyOf(request),
  };
}

/** The path, decoded; an escaped question mark ends it. */
// rule: http-api.raw-path
function rawPathOf(target: string): string {
  return splitTarget(percentDecode(splitTarget(target).path)).path;
}

function requestContext(
  request: GatewayRequest,
  { path, routeKey }: { path: string; routeKey: string },
  { accountId, apiId, requestId, now, claims }: EventContext,
) {
  const { host, method, clientIp, fields } = request;
  return {
    accountId,
    apiId,
    // Scopes are listed only where the route asks for some.
    ...(claims ? { authorizer: { jwt: { claims, scopes: null } } } : {}),
    domainName: host,
    domainPrefix: host.split('.')[0] ?? '',
    http: {
      method,
      path,
      protocol: 'HTTP/1.1',
      sourceIp: clientIp,
      userAgent: fieldOf(fields, 'user-agent') ?? '',
    },
    requestId,
    routeKey,
    stage: '$default',
    time: clfTime(now),
    timeEpoch: now,
  };
}

/** Lower-case names; values of one name are joined. Cookies have a place of their own. */
function headersOf({ fields, clientIp, body }: GatewayRequest, traceId: string): Record<string, string> {
  const headers = new Map<string, string>([['content-length', String(body.length)]]);
  for (const [name, value] of fields) {
    const lower = name.toLowerCase();
    if (lower === 'cookie' || lower === 'content-length' || HOP_HEADERS.has(lower)) continue;
    const before = headers.get(lower);
    headers.set(lower, before === undefined ? value : `${before},${value}`);
  }
  const forwardedFor = headers.get('x-forwarded-for');
  headers.set('x-forwarded-for', forwardedFor === undefined ? clientIp : `${forwardedFor}, ${clientIp}`);
  headers.set('x-forwarded-port', '443');
  headers.set('x-forwarded-proto', 'https');
  if (!headers.has('x-amzn-trace-id')) headers.set('x-amzn-trace-id', traceId);
  return Object.fromEntries([...headers].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const HOP_HEADERS = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'te', 'expect']);

function cookiesOf(fields: Fields): readonly string[] {
  return fields
    .filter(([name]) => name.toLowerCase() === 'cookie')
    .flatMap(([, value]) => value.split(';'))
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie !== '');
}

function parametersOf(query: string): Record<string, string> {
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    const before = parameters.get(name);
    parameters.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(parameters);
}

const TEXT = /^(text\/|application\/(json|javascript|xml|[\w.+-]+\+(json|xml))\b)/i;

// rule: http-api.body-encoding
function bodyOf({ fields, body }: GatewayRequest): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false };
  const isText = TEXT.test(fieldOf(fields, 'content-type') ?? '') && fieldOf(fields, 'content-encoding') === undefined;
  return { body: Buffer.from(body).toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
}

/** `21/Nov/2026:03:14:55 +0000`. */
function clfTime(now: number): string {
  const [, day, month, year, time] = new Date(now).toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}
