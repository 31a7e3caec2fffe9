import { decide } from '../discovery/decide';
import { buildRequest, type Device } from '../discovery/device';
import type { Discovered } from '../discovery/interpret';
import { type Journey, travel } from '../discovery/journey';
import type { ResolvedAnswer } from '../discovery/policy';
import { type DiscoveryQuery, parseQuery, queryOf } from '../discovery/query';
import type { Result } from '../result';
import {
  type Exchange,
  type Facts,
  type HostFacts,
  type JourneyFacts,
  observedValue,
  type ResponseFacts,
  type TenantFacts,
  type TlsFacts,
  tlsOf,
} from './facts';
import type { DeviceName } from './finding';
import { deviceOf, identifiersOf, replayAsk } from './replay';

/** One request of a travel; `response` is missing where none came. */
export interface Step {
  readonly hop: number;
  readonly url: URL;
  readonly query: DiscoveryQuery;
  readonly exchange: Exchange;
  readonly response?: ResponseFacts;
}

/** One recorded journey, travelled again. */
export interface Travel {
  readonly name: DeviceName;
  readonly device: Device;
  readonly facts: JourneyFacts;
  readonly steps: readonly Step[];
  /** How far the record leads, whatever a device's TLS would have said; Apple is not asked. */
  readonly journey: Journey;
  /** How the domain's stage ended. */
  readonly outcome: Result<Discovered>;
  /** What the tenant's file says that this device should be told. */
  readonly expected?: ResolvedAnswer;
}

/** A host on the way, and where on the way it is first met. */
export interface Waypoint {
  readonly host: HostFacts;
  readonly role: 'domain' | 'redirect' | 'enrollment';
  readonly hop: number;
}

/** The facts as the checks look at them. */
export interface Scene {
  readonly facts: Facts;
  readonly domain: HostFacts;
  readonly waypoints: readonly Waypoint[];
  /** Those whose TLS was seen. */
  readonly tlsWaypoints: readonly (Waypoint & { readonly tls: TlsFacts })[];
  /** What people's devices do: one travel for each kind of device, with the first identifier. */
  readonly travels: readonly Travel[];
  /** The first device once more, with the second identifier. */
  readonly again?: Travel;
}

/** The redirect that stands for where devices enroll: behind every other. */
export const ENROLLMENT_HOP = 100;

/** Prepares the facts. The only asynchronous part, as a journey is; nothing is asked of anybody. */
export async function setScene(facts: Facts): Promise<Scene> {
  const identifiers = identifiersOf(facts.identifiers);
  const travels = await Promise.all(
    facts.journeys.map((journey) => retrace(facts, journey, deviceOf(journey, identifiers[journey.identifier]))),
  );
  const first = travels.filter(({ facts: { identifier } }) => identifier === 0);
  const waypoints = waypointsOf(facts, first);
  return {
    facts,
    domain: facts.hosts[0] ?? nobody(facts.domain),
    waypoints,
    tlsWaypoints: waypoints.flatMap((waypoint) => {
      const tls = tlsOf(waypoint.host);
      return tls ? [{ ...waypoint, tls }] : [];
    }),
    travels: first,
    again: travels.find(({ facts: { identifier } }) => identifier === 1),
  };
}

async function retrace(facts: Facts, journey: JourneyFacts, device: Device): Promise<Travel> {
  const travelled = await travel(device, replayAsk(journey.exchanges));
  const stage = travelled.stages[0];
  if (!stage) throw new Error('A recorded device asks nobody.');
  return {
    name: nameOf(journey),
    device,
    facts: journey,
    steps: journey.exchanges.map(toStep),
    journey: travelled,
    outcome: stage.outcome,
    ...(facts.tenant ? { expected: expectedAnswer(facts.tenant, device) } : {}),
  };
}

function expectedAnswer({ policy }: TenantFacts, device: Device): ResolvedAnswer {
  return decide(policy, parseQuery(queryOf(buildRequest('domain', device).url))).answer;
}

/** The journey of a device through all stages: it stops at hosts whose TLS it refuses, and has asked Apple if we did. */
export async function completeJourney(
  scene: Scene,
  { device, facts, journey, outcome }: Travel,
  refused: ReadonlySet<string>,
): Promise<Journey> {
  if (outcome.ok && refused.size === 0) return journey;
  const exchanges = [...facts.exchanges, ...(observedValue(scene.facts.apple) ?? [])];
  return travel(device, replayAsk(exchanges, refused));
}

function nameOf({ family, os }: JourneyFacts): DeviceName {
  if (os === '16') return 'iOS 16';
  return family === 'RealityDevice' ? 'Apple Vision Pro' : family;
}

function toStep(exchange: Exchange, hop: number): Step {
  const { outcome } = exchange;
  const url = new URL(exchange.url);
  const query = parseQuery(url.search.slice(1));
  return { hop, url, query, exchange, ...(outcome.kind === 'response' ? { response: outcome } : {}) };
}

function waypointsOf(facts: Facts, travels: readonly Travel[]): Waypoint[] {
  const hops = new Map<string, number>();
  for (const { url, hop } of travels.flatMap(({ steps }) => steps)) {
    hops.set(url.hostname, Math.min(hops.get(url.hostname) ?? hop, hop));
  }
  return facts.hosts.flatMap((host, index): Waypoint[] => {
    const hop = hops.get(host.host);
    if (index === 0) return [{ host, role: 'domain', hop: 0 }];
    if (hop !== undefined) return [{ host, role: 'redirect', hop }];
    const enrolls = facts.baseUrls.some(({ url }) => new URL(url).hostname === host.host);
    return enrolls ? [{ host, role: 'enrollment', hop: ENROLLMENT_HOP }] : [];
  });
}

/** The last request of a travel. */
export function lastStep({ steps }: Travel): Step | undefined {
  return steps.at(-1);
}

/** Travels that still lead somewhere: the others have been told about by the checks of names and connections. */
export function answered({ travels }: Scene): readonly {
  readonly travel: Travel;
  readonly last: Step;
  readonly response: ResponseFacts;
}[] {
  return travels.flatMap((travel) => {
    const last = lastStep(travel);
    return last?.response ? [{ travel, last, response: last.response }] : [];
  });
}

function nobody(host: string): HostFacts {
  const nothing = { kind: 'unknown', reason: 'not observed' } as const;
  return { host, a: nothing, aaaa: nothing, serviceBindings: nothing, endpoints: [] };
}
