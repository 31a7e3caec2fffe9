import type { DeployedDistribution } from '../deployment';
import { type Fields, hostOf, type IncomingRequest, type OutgoingResponse, splitTarget } from '../http-message';
import { AnswerCache } from './cache';
import { cacheKey } from './forwarding';
import { secondsToKeep } from './freshness';
import { askOrigins } from './origins';
import { normalisePath } from './path-pattern';
import { admit, judgeForBehaviour, redirectStatus } from './refusal';
import { type BehaviourRoute, routesOf } from './routes';
import { type CloudFrontDependencies, refuseRequest, type ViewerRequest } from './viewer-request';
import { finish, redirectResponse, type ViewerAnswer } from './viewer-response';

/** CloudFront's edge: one entry point for all distributions. */
export interface CloudFrontEdge {
  /** The distribution that serves a host, by alias or by its own name. */
  distributionOf(host: string): DeployedDistribution | undefined;
  answer(request: IncomingRequest): Promise<OutgoingResponse>;
}

/** Creates the edge for these distributions. No content of a request makes it throw. */
export function createCloudFrontEdge(
  distributions: readonly DeployedDistribution[],
  dependencies: CloudFrontDependencies,
): CloudFrontEdge {
  const byHost = new Map(
    distributions.flatMap((each) => [each.domainName, ...each.aliases].map((host) => [host, each] as const)),
  );
  const distributionOf = (host: string) => byHost.get(host);
  const routes = new Map(distributions.map((each) => [each.id, routesOf(each)]));
  const cache = new AnswerCache(dependencies.clock);
  return {
    distributionOf,
    answer: async (request) => {
      const id = dependencies.newRequestId();
      const admitted = admit(request, distributionOf);
      if ('reason' in admitted) {
        const answer = refuseRequest({ id }, admitted, dependencies.log);
        return finish(answer, { requestId: id, via: viaOf(undefined) });
      }
      const { path, query } = splitTarget(request.target);
      const viewer = { id, distribution: admitted, request, path, query, via: viaOf(admitted) };
      const answer = await answerByBehaviour(viewer, routes.get(admitted.id) ?? [], cache, dependencies);
      return finish(answer, { requestId: id, via: viewer.via });
    },
  };
}

function viaOf(distribution: DeployedDistribution | undefined): string {
  return `1.1 ${distribution?.domainName ?? 'unknown.cloudfront.net'} (CloudFront)`;
}

/** Answers by the first behaviour whose pattern matches. */
async function answerByBehaviour(
  viewer: ViewerRequest,
  routes: readonly BehaviourRoute[],
  cache: AnswerCache,
  dependencies: CloudFrontDependencies,
): Promise<ViewerAnswer> {
  const normalised = normalisePath(viewer.path);
  // In CloudFront's order; the default behaviour is last and matches everything.
  // rule: cloudfront.behaviour-order
  const route = routes.find(({ matches }) => matches(normalised));
  if (!route) throw new Error(`no behaviour of ${viewer.distribution.id} matches`);
  const { request } = viewer;
  const redirect = redirectStatus(request, route.behaviour);
  if (redirect !== undefined) {
    return {
      response: redirectResponse(redirect, `https://${hostOf(request.fields)}${request.target}`),
      result: 'Redirect',
    };
  }
  const refusal = judgeForBehaviour(request, route.behaviour);
  return refusal
    ? refuseRequest(viewer, refusal, dependencies.log)
    : askThroughCache(viewer, route, cache, dependencies);
}

async function askThroughCache(
  viewer: ViewerRequest,
  route: BehaviourRoute,
  cache: AnswerCache,
  dependencies: CloudFrontDependencies,
): Promise<ViewerAnswer> {
  const { request, distribution, path, query } = viewer;
  const { behaviour, forwarding } = route;
  if (!behaviour.cachedMethods.includes(request.method)) return askOrigins(viewer, route, dependencies);
  const subject = { distribution: distribution.id, method: request.method, path, query };
  const key = cacheKey(subject, request.fields, forwarding);
  const kept = cache.get(key);
  if (kept) {
    const fields: Fields = [...kept.response.fields, ['Age', String(kept.ageSeconds)]];
    return { response: { ...kept.response, fields }, result: kept.response.status < 400 ? 'Hit' : 'Error' };
  }
  const answer = await askOrigins(viewer, route, dependencies);
  const now = dependencies.clock();
  cache.put(
    key,
    answer.response,
    secondsToKeep(answer.response, forwarding.cache, distribution.errorCachingSeconds, now),
  );
  return answer;
}
