import type { CustomDomain, Deployment, HttpApi } from '../deployment';
import type { Fields, OutgoingResponse } from '../http-message';
import type { Invocation } from '../lambda/invocation';
import type { Log } from '../log';
import type { RuleId } from '../rules';
import type { Authorize } from './authorizer';
import { claimTexts } from './claims';
import { type GatewayRequest, gatewayEvent } from './event';
import { gatewayMessage, INTERNAL_ERROR, readResult } from './response';
import { compileRoutes, type FindRoute, type Match } from './route';

/** What API Gateway needs of everything around it. */
export interface GatewaySurroundings {
  readonly invoke: (functionArn: string, event: unknown) => Promise<Invocation>;
  readonly authorize: Authorize;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly newRequestId: () => string;
  readonly newTraceId: () => string;
  readonly log: Log;
}

/** One entry point for all HTTP APIs. */
export interface Gateway {
  /** Lower-case names that it answers for. */
  readonly hosts: readonly string[];
  answer(request: GatewayRequest): Promise<OutgoingResponse>;
}

// rule: http-api.header-limit
const MAX_HEADER_BYTES = 10_240;
// rule: http-api.payload-limit
const MAX_BODY_BYTES = 10 * 1024 * 1024;
// rule: http-api.event-limit
const MAX_EVENT_BYTES = 6 * 1024 * 1024;

/** What a name leads to: an API, or one answer to everything. */
type Served = { readonly api: HttpApi; readonly find: FindRoute } | { readonly refusal: OutgoingResponse };

/** Builds the gateway over HTTP APIs and custom domains. */
export function createGateway(
  { httpApis, unmappedDomains }: Pick<Deployment, 'httpApis' | 'unmappedDomains'>,
  surroundings: GatewaySurroundings,
): Gateway {
  const byHost = new Map<string, Served>([
    ...httpApis.flatMap(hostsOf),
    ...unmappedDomains.flatMap((domain) => hostsOfDomain(domain, FORBIDDEN)),
  ]);
  return {
    hosts: [...byHost.keys()],
    answer: async (request) => {
      const requestId = surroundings.newRequestId();
      const served = byHost.get(request.host);
      const response = await serve(request, served ?? FORBIDDEN, requestId, surroundings);
      return { ...response, fields: [...response.fields, ['apigw-requestid', requestId]] };
    },
  };
}

// rule: http-api.unmapped
const FORBIDDEN: Served = { refusal: gatewayMessage(403, 'Forbidden') };
// rule: http-api.execute-api-disabled
const DISABLED: Served = { refusal: gatewayMessage(404, 'Not Found') };

function hostsOf(api: HttpApi): (readonly [string, Served])[] {
  const served: Served = { api, find: compileRoutes(api.routes) };
  return [
    [`${api.id}.execute-api.us-east-1.amazonaws.com`, api.executeApiEndpoint ? served : DISABLED],
    ...api.domains.flatMap((domain) => hostsOfDomain(domain, served)),
  ];
}

// rule: http-api.regional-name
function hostsOfDomain({ name, regionalName }: CustomDomain, served: Served): (readonly [string, Served])[] {
  return [
    [name, served],
    [regionalName, FORBIDDEN],
  ];
}

async function serve(
  request: GatewayRequest,
  served: Served,
  requestId: string,
  surroundings: GatewaySurroundings,
): Promise<OutgoingResponse> {
  if ('refusal' in served) return served.refusal;
  const { api, find } = served;
  if (headerBytes(request) > MAX_HEADER_BYTES) return gatewayMessage(431, 'Request Header Fields Too Large');
  if (request.body.length > MAX_BODY_BYTES) return gatewayMessage(413, 'Request Entity Too Large');
  const match = find(request.method, pathOf(request.target));
  if (!match) return gatewayMessage(404, 'Not Found');
  const { authorizer } = match.route;
  const authorization = authorizer && (await surroundings.authorize(authorizer, request.fields));
  if (authorization && !authorization.ok) {
    return gatewayMessage(401, 'Unauthorized', [['WWW-Authenticate', authorization.challenge]]);
  }
  const event = gatewayEvent(request, match, {
    accountId: api.accountId,
    apiId: api.id,
    requestId,
    traceId: surroundings.newTraceId(),
    now: surroundings.clock(),
    ...(authorization ? { claims: claimTexts(authorization.claims) } : {}),
  });
  const tooLarge = request.body.length > MAX_EVENT_BYTES / 2 && JSON.stringify(event).length > MAX_EVENT_BYTES;
  if (tooLarge) return gatewayMessage(413, 'Request Entity Too Large');
  return respond(match, await invokeInTime(match, event, surroundings), requestId, surroundings.log);
}

function respond({ route }: Match, invocation: Invocation | 'late', requestId: string, log: Log): OutgoingResponse {
  const fail = (status: number, rule: RuleId, reason: string) =>
    log({ source: 'http-api', requestId, route: route.key, status, rule, reason });
  if (invocation === 'late') {
    fail(503, 'http-api.integration-timeout', `the function took more than ${route.integrationTimeoutSeconds} s`);
    return gatewayMessage(503, 'Service Unavailable');
  }
  if (invocation.kind === 'failure') {
    // rule: http-api.function-error
    fail(500, 'http-api.function-error', invocation.reason);
    return INTERNAL_ERROR;
  }
  const response = readResult(invocation.result);
  if (!response) fail(500, 'http-api.result', 'the function returned no response');
  return response ?? INTERNAL_ERROR;
}

function invokeInTime(
  { route }: Match,
  event: unknown,
  surroundings: GatewaySurroundings,
): Promise<Invocation | 'late'> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve('late'), route.integrationTimeoutSeconds * 1000);
    surroundings
      .invoke(route.functionArn, event)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}

function pathOf(target: string): string {
  return target.split('?')[0] ?? '';
}

function headerBytes({ method, target, fields }: { method: string; target: string; fields: Fields }): number {
  const requestLine = method.length + target.length + ' HTTP/1.1'.length + 1;
  return fields.reduce((sum, [, value]) => sum + value.length, requestLine);
}
