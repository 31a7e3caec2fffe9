import type { Fields } from '../http-message';
import { askPatiently, type OriginRequest, realTimer } from './ask-origin';
import { asUtf8, type EdgeRequest, edgeHeaders, originRequestEvent } from './edge-event';
import { judgeEdgeResult } from './edge-result';
import { forwardHeaders, forwardQuery } from './forwarding';
import type { BehaviourRoute, Member } from './routes';
import { type CloudFrontDependencies, refuseRequest, type ViewerRequest } from './viewer-request';
import type { ViewerAnswer } from './viewer-response';

/** Asks the first origin of a behaviour; where that fails, the second one if there is one. */
export async function askOrigins(
  viewer: ViewerRequest,
  route: BehaviourRoute,
  dependencies: CloudFrontDependencies,
): Promise<ViewerAnswer> {
  const [first, second] = route.members;
  if (!first) throw new Error(`a behaviour of ${viewer.distribution.id} has no origin`);
  const outcome = await askMember(viewer, route, first, dependencies);
  if (!second || !mayFailOver(viewer, route, outcome)) return outcome.answer;
  const { id: requestId, distribution } = viewer;
  const { status } = outcome.answer.response;
  const reason = 'the first origin failed, so the second one is asked';
  dependencies.log({
    source: 'cloudfront',
    requestId,
    distribution: distribution.id,
    status,
    rule: 'cloudfront.failover',
    reason,
  });
  return (await askMember(viewer, route, second, dependencies)).answer;
}

/** `origin`: whether the origin itself was asked, and whether it answered. */
interface MemberOutcome {
  readonly answer: ViewerAnswer;
  readonly origin: 'unasked' | 'answered' | 'failed';
}

// rule: cloudfront.failover
function mayFailOver(
  { request }: ViewerRequest,
  { failoverStatuses }: BehaviourRoute,
  { answer, origin }: MemberOutcome,
): boolean {
  if (!['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return false;
  return origin === 'failed' || (origin === 'answered' && failoverStatuses.has(answer.response.status));
}

/** Asks the function; then the origin, where the function passes the request on or there is no function. */
async function askMember(
  viewer: ViewerRequest,
  route: BehaviourRoute,
  member: Member,
  dependencies: CloudFrontDependencies,
): Promise<MemberOutcome> {
  const { domainName } = member.origin;
  if (!dependencies.resolves(domainName)) {
    const reason = `DNS has no address for the origin ${domainName}`;
    const refusal = { status: 502, rule: 'cloudfront.origin-resolves-first', reason } as const;
    return { answer: refuseRequest(viewer, refusal, dependencies.log), origin: 'failed' };
  }
  const { fields, sent } = edgeRequest(viewer, route, member);
  const { originRequestFunction } = route.behaviour;
  if (originRequestFunction === undefined) {
    const onward = { uri: viewer.path, querystring: forwardQuery(viewer.query, route.forwarding), fields };
    return askOrigin(viewer, member, onward, dependencies);
  }
  const event = originRequestEvent(viewer.distribution, viewer.id, sent);
  const invocation = await dependencies.invoke(originRequestFunction, event);
  if (invocation.kind === 'failure') {
    const { reason } = invocation;
    const refusal = { status: 503, rule: 'edge.execution-error', reason, result: 'LambdaExecutionError' } as const;
    return { answer: refuseRequest(viewer, refusal, dependencies.log), origin: 'unasked' };
  }
  const outcome = judgeEdgeResult(invocation.result, sent);
  switch (outcome.kind) {
    case 'response':
      return { answer: { response: outcome.response, result: 'LambdaGeneratedResponse' }, origin: 'unasked' };
    case 'request':
      return askOrigin(viewer, member, outcome, dependencies);
    case 'invalid': {
      const refusal = { ...outcome, status: 502, result: 'LambdaValidationError' } as const;
      return { answer: refuseRequest(viewer, refusal, dependencies.log), origin: 'unasked' };
    }
  }
}

async function askOrigin(
  viewer: ViewerRequest,
  { origin, edgeOrigin, customFields, customNames }: Member,
  { uri, querystring, fields }: { uri: string; querystring: string; fields: Fields },
  dependencies: CloudFrontDependencies,
): Promise<MemberOutcome> {
  const { request } = viewer;
  const { protocol } = (request.secure ? edgeOrigin.https : edgeOrigin.http).custom;
  const onward: OriginRequest = {
    host: origin.domainName,
    secure: protocol === 'https',
    method: request.method,
    target: origin.path + uri + (querystring === '' ? '' : `?${querystring}`),
    // rule: cloudfront.custom-headers
    fields: [...fields.filter(([name]) => !customNames.has(name.toLowerCase())), ...customFields],
    body: request.body,
  };
  const response = await askPatiently(() => dependencies.askOrigin(onward), origin, dependencies.timer ?? realTimer);
  if ('rule' in response) return { answer: refuseRequest(viewer, response, dependencies.log), origin: 'failed' };
  return { answer: { response, result: response.status < 400 ? 'Miss' : 'Error' }, origin: 'answered' };
}

/** The request as the function receives it, and its headers as the origin would. */
function edgeRequest(
  { request, path, query, via }: ViewerRequest,
  { forwarding }: BehaviourRoute,
  { origin, edgeOrigin, customNames }: Member,
): { fields: Fields; sent: EdgeRequest } {
  const hop = { originHost: origin.domainName, clientIp: request.clientIp, via };
  const forwarded = forwardHeaders(request.fields, forwarding, hop);
  // A viewer's headers with the names of the origin's own ones are dropped.
  const fields = forwarded.filter(([name]) => !customNames.has(name.toLowerCase()));
  const sent: EdgeRequest = {
    clientIp: request.clientIp,
    headers: edgeHeaders(fields),
    method: request.method,
    origin: request.secure ? edgeOrigin.https : edgeOrigin.http,
    querystring: asUtf8(forwardQuery(query, forwarding)),
    uri: asUtf8(path),
  };
  return { fields, sent };
}
