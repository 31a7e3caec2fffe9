import type { Behaviour, DeployedDistribution, Origin } from '../deployment';
import type { Fields } from '../http-message';
import { customOrigin, type EdgeRequest } from './edge-event';
import { type Forwarding, forwardingOf } from './forwarding';
import { compilePathPattern } from './path-pattern';

/** A behaviour with everything about it that is the same for each request. */
export interface BehaviourRoute {
  readonly behaviour: Behaviour;
  readonly forwarding: Forwarding;
  readonly matches: (normalisedPath: string) => boolean;
  /** The origin, and where it is one of a group the second one. */
  readonly members: readonly Member[];
  /** Statuses of the first member at which the second one is asked. */
  readonly failoverStatuses: ReadonlySet<number>;
}

/** An origin with everything about it that is the same for each request. */
export interface Member {
  readonly origin: Origin;
  /** The origin as an event holds it, for viewers over https and over http. */
  readonly edgeOrigin: { readonly https: EdgeRequest['origin']; readonly http: EdgeRequest['origin'] };
  /** The origin's own headers, and their names in lower case. */
  readonly customFields: Fields;
  readonly customNames: ReadonlySet<string>;
}

/** The routes of a distribution, in the order in which they are tried. */
export function routesOf(distribution: DeployedDistribution): readonly BehaviourRoute[] {
  return distribution.behaviours.map((behaviour) => routeOf(behaviour, distribution));
}

function routeOf(behaviour: Behaviour, { origins, originGroups }: DeployedDistribution): BehaviourRoute {
  const group = originGroups.get(behaviour.originId);
  const ids = group?.members ?? [behaviour.originId];
  return {
    behaviour,
    forwarding: forwardingOf(behaviour),
    matches: compilePathPattern(behaviour.pathPattern),
    members: ids.flatMap((id) => origins.get(id) ?? []).map(memberOf),
    failoverStatuses: group?.failoverStatuses ?? new Set(),
  };
}

function memberOf(origin: Origin): Member {
  return {
    origin,
    edgeOrigin: { https: { custom: customOrigin(origin, true) }, http: { custom: customOrigin(origin, false) } },
    customFields: origin.customHeaders.map(({ name, value }) => [name, value]),
    customNames: new Set(origin.customHeaders.map(({ name }) => name.toLowerCase())),
  };
}
