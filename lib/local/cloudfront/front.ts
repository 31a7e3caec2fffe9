import type { DeployedDistribution } from '../deployment';
import { type Fields, hostOf, type IncomingRequest, type OutgoingResponse, splitTarget } from '../http-message';
import type { Invocation } from '../lambda/invocation';
import type { Log } from '../log';
import { askPatiently, type OriginAnswer, type OriginRequest, realTimer, type Timer } from './ask-origin';
import { AnswerCache } from './cache';
import { asUtf8, type EdgeRequest, edgeHeaders, originRequestEvent } from './edge-event';
import { judgeEdgeResult } from './edge-result';
import { cacheKey, forwardHeaders, forwardQuery } from './forwarding';
import { secondsToKeep } from './freshness';
import { normalisePath } from './path-pattern';
import { admit, type CloudFrontRefusal, judgeForBehaviour, redirectStatus } from './refusal';
import { type BehaviourRoute, type Member, routesOf } from './routes';
import { errorPage, finish, redirectResponse, type ViewerAnswer } from './viewer-response';

/** What CloudFront needs of everything around it. */
export interface Surroundings {
  readonly invoke: (versionArn: string, event: unknown) => Promise<Invocation>;
  /** Whether DNS has an address for the host of an origin. */
  readonly resolves: (host: string) => boolean;
  readonly askOrigin: (request: OriginRequest) => Promise<OriginAnswer>;
  /** How origins are waited for; by the machine's clock when left out. */
  readonly timer?: Timer;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly newRequestId: () => string;
  readonly log: Log;
}

/** CloudFront's edge: all distributions behind one door. */
export interface CloudFrontEdge {
  /** The distribution that serves a host, by alias or by its own name. */
  distributionOf(host: string): DeployedDistribution | undefined;
  answer(request: IncomingRequest): Promise<OutgoingResponse>;
}

/** One request on its way. */
interface Passage {
  readonly id: string;
  readonly distribution: DeployedDistribution;
  readonly request: IncomingRequest;
  readonly path: string;
  readonly query: string;
  readonly via: string;
}

/** Builds the edge over distributions. Nothing that a request holds makes it throw. */
export function createFront(
  distributions: readonly DeployedDistribution[],
  surroundings: Surroundings,
): CloudFrontEdge {
  const byHost = new Map(
    distributions.flatMap((each) => [each.domainName, ...each.aliases].map((host) => [host, each] as const)),
  );
  const distributionOf = (host: string) => byHost.get(host);
  const routes = new Map(distributions.map((each) => [each.id, routesOf(each)]));
  const cache = new AnswerCache(surroundings.clock);
  return {
    distributionOf,
    answer: async (request) => {
      const id = surroundings.newRequestId();
      const admitted = admit(request, distributionOf);
      if ('reason' in admitted) {
        const answer = refuse({ id }, admitted, surroundings.log);
        return finish(answer, { requestId: id, via: viaOf(undefined) });
      }
      const { path, query } = splitTarget(request.target);
      const passage = { id, distribution: admitted, request, path, query, via: viaOf(admitted) };
      const answer = await pass(passage, routes.get(admitted.id) ?? [], cache, surroundings);
      return finish(answer, { requestId: id, via: passage.via });
    },
  };
}

function viaOf(distribution: DeployedDistribution | undefined): string {
  return `1.1 ${distribution?.domainName ?? 'unknown.cloudfront.net'} (CloudFront)`;
}

function refuse(
  on: { id: string; distribution?: DeployedDistribution },
  refusal: CloudFrontRefusal,
  log: Log,
): ViewerAnswer {
  const { status, rule, reason, result = 'Error' } = refusal;
  log({ source: 'cloudfront', requestId: on.id, distribution: on.distribution?.id ?? 'none', status, rule, reason });
  return { response: errorPage(status), result };
}

async function pass(
  passage: Passage,
  routes: readonly BehaviourRoute[],
  cache: AnswerCache,
  surroundings: Surroundings,
): Promise<ViewerAnswer> {
  const normalised = normalisePath(passage.path);
  // The order of behaviours is CloudFront's: the first that matches wins, and the default one matches everything.
  // rule: cloudfront.behaviour-order
  const route = routes.find(({ matches }) => matches(normalised));
  if (!route) throw new Error(`no behaviour of ${passage.distribution.id} matches`);
  const { request } = passage;
  const redirect = redirectStatus(request, route.behaviour);
  if (redirect !== undefined) {
    return {
      response: redirectResponse(redirect, `https://${hostOf(request.fields)}${request.target}`),
      result: 'Redirect',
    };
  }
  const refusal = judgeForBehaviour(request, route.behaviour);
  return refusal ? refuse(passage, refusal, surroundings.log) : askThroughCache(passage, route, cache, surroundings);
}

async function askThroughCache(
  passage: Passage,
  route: BehaviourRoute,
  cache: AnswerCache,
  surroundings: Surroundings,
): Promise<ViewerAnswer> {
  const { request, distribution, path, query } = passage;
  const { behaviour, forwarding } = route;
  if (!behaviour.cachedMethods.includes(request.method)) return askBehind(passage, route, surroundings);
  const subject = { distribution: distribution.id, method: request.method, path, query };
  const key = cacheKey(subject, request.fields, forwarding);
  const kept = cache.get(key);
  if (kept) {
    const fields: Fields = [...kept.response.fields, ['Age', String(kept.ageSeconds)]];
    return { response: { ...kept.response, fields }, result: kept.response.status < 400 ? 'Hit' : 'Error' };
  }
  const answer = await askBehind(passage, route, surroundings);
  const now = surroundings.clock();
  cache.put(
    key,
    answer.response,
    secondsToKeep(answer.response, forwarding.cache, distribution.errorCachingSeconds, now),
  );
  return answer;
}

/** Asks the first origin, and where that fails and there is a second one, the second. */
async function askBehind(passage: Passage, route: BehaviourRoute, surroundings: Surroundings): Promise<ViewerAnswer> {
  const [first, second] = route.members;
  if (!first) throw new Error(`a behaviour of ${passage.distribution.id} has no origin`);
  const outcome = await askMember(passage, route, first, surroundings);
  if (!second || !mayFailOver(passage, route, outcome)) return outcome.answer;
  const { id: requestId, distribution } = passage;
  const { status } = outcome.answer.response;
  const reason = 'the first origin failed, so the second one is asked';
  surroundings.log({
    source: 'cloudfront',
    requestId,
    distribution: distribution.id,
    status,
    rule: 'cloudfront.failover',
    reason,
  });
  return (await askMember(passage, route, second, surroundings)).answer;
}

/** `origin`: whether the origin itself answered, or failed to. */
interface Outcome {
  readonly answer: ViewerAnswer;
  readonly origin: 'unasked' | 'answered' | 'failed';
}

// rule: cloudfront.failover
function mayFailOver({ request }: Passage, { failoverStatuses }: BehaviourRoute, { answer, origin }: Outcome): boolean {
  if (!['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return false;
  return origin === 'failed' || (origin === 'answered' && failoverStatuses.has(answer.response.status));
}

/** Asks the function, and the origin where the function lets the request go on or there is none. */
async function askMember(
  passage: Passage,
  route: BehaviourRoute,
  member: Member,
  surroundings: Surroundings,
): Promise<Outcome> {
  const { domainName } = member.origin;
  if (!surroundings.resolves(domainName)) {
    const reason = `DNS has no address for the origin ${domainName}`;
    const refusal = { status: 502, rule: 'cloudfront.origin-resolves-first', reason } as const;
    return { answer: refuse(passage, refusal, surroundings.log), origin: 'failed' };
  }
  const { fields, sent } = edgeRequest(passage, route, member);
  const { originRequestFunction } = route.behaviour;
  if (originRequestFunction === undefined) {
    const onward = { uri: passage.path, querystring: forwardQuery(passage.query, route.forwarding), fields };
    return askOrigin(passage, member, onward, surroundings);
  }
  const event = originRequestEvent(passage.distribution, passage.id, sent);
  const invocation = await surroundings.invoke(originRequestFunction, event);
  if (invocation.kind === 'failure') {
    const { reason } = invocation;
    const refusal = { status: 503, rule: 'edge.execution-error', reason, result: 'LambdaExecutionError' } as const;
    return { answer: refuse(passage, refusal, surroundings.log), origin: 'unasked' };
  }
  const outcome = judgeEdgeResult(invocation.result, sent);
  switch (outcome.kind) {
    case 'response':
      return { answer: { response: outcome.response, result: 'LambdaGeneratedResponse' }, origin: 'unasked' };
    case 'request':
      return askOrigin(passage, member, outcome, surroundings);
    case 'invalid': {
      const refusal = { ...outcome, status: 502, result: 'LambdaValidationError' } as const;
      return { answer: refuse(passage, refusal, surroundings.log), origin: 'unasked' };
    }
  }
}

async function askOrigin(
  passage: Passage,
  { origin, edgeOrigin, customFields, customNames }: Member,
  { uri, querystring, fields }: { uri: string; querystring: string; fields: Fields },
  surroundings: Surroundings,
): Promise<Outcome> {
  const { request } = passage;
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
  const response = await askPatiently(() => surroundings.askOrigin(onward), origin, surroundings.timer ?? realTimer);
  if ('rule' in response) return { answer: refuse(passage, response, surroundings.log), origin: 'failed' };
  return { answer: { response, result: response.status < 400 ? 'Miss' : 'Error' }, origin: 'answered' };
}

/** The request as the function gets it, and its headers as the origin would. */
function edgeRequest(
  { request, path, query, via }: Passage,
  { forwarding }: BehaviourRoute,
  { origin, edgeOrigin, customNames }: Member,
): { fields: Fields; sent: EdgeRequest } {
  const hop = { originHost: origin.domainName, clientIp: request.clientIp, via };
  const forwarded = forwardHeaders(request.fields, forwarding, hop);
  // A viewer that sends one of the origin's own headers is not heard.
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
