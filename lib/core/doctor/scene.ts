import { decide } from '../discovery/decide';
import { buildRequest, type Device } from '../discovery/device';
import type { Discovered } from '../discovery/interpret';
import { type Journey, type StageJourney, travel } from '../discovery/journey';
import type { ResolvedAnswer } from '../discovery/policy';
import { parseQuery } from '../discovery/query';
import type { Result } from '../result';
import {
  type Exchange,
  type Facts,
  type HostFacts,
  type JourneyFacts,
  observedValue,
  type ResponseFacts,
} from './facts';
import type { DeviceName } from './finding';
import { deviceOf, replayAsk } from './replay';

/** One request of a travel; `response` is missing where none came. */
export interface Step {
  readonly hop: number;
  readonly url: URL;
  readonly exchange: Exchange;
  readonly response?: ResponseFacts;
}

/** One recorded journey, travelled again. */
export interface Travel {
  readonly name: DeviceName;
  readonly device: Device;
  readonly facts: JourneyFacts;
  readonly steps: readonly Step[];
  /** How the domain's stage ended, whatever a device's TLS would have said. */
  readonly stage: StageJourney;
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
  /** What people's devices do: one travel for each kind of device, with the first identifier. */
  readonly travels: readonly Travel[];
  /** The first device once more, with the second identifier. */
  readonly again?: Travel;
}

/** The redirect that stands for where devices enroll: behind every other. */
export const ENROLLMENT_HOP = 100;

/** Prepares the facts. The only asynchronous part, as a journey is; nothing is asked of anybody. */
export async function setScene(facts: Facts): Promise<Scene> {
  const travels = await Promise.all(facts.journeys.map((journey) => retrace(facts, journey)));
  const first = travels.filter(({ facts: { identifier } }) => identifier === 0);
  return {
    facts,
    domain: facts.hosts[0] ?? nobody(facts.domain),
    waypoints: waypointsOf(facts, first),
    travels: first,
    again: travels.find(({ facts: { identifier } }) => identifier === 1),
  };
}

async function retrace(facts: Facts, journey: JourneyFacts): Promise<Travel> {
  const device = deviceOf(journey, facts.identifiers[journey.identifier]);
  const { stages } = await travel(
    device,
    replayAsk(journey.exchanges, () => false),
  );
  const stage = stages[0];
  if (!stage) throw new Error('A recorded device asks nobody.');
  const query = parseQuery(new URL(buildRequest('domain', device).url).search.slice(1));
  return {
    name: nameOf(journey),
    device,
    facts: journey,
    steps: journey.exchanges.map(toStep),
    stage,
    ...(facts.tenant ? { expected: decide(facts.tenant.policy, query).answer } : {}),
  };
}

/** The journey of a device through all stages: it stops at hosts whose TLS it refuses, and has asked Apple if we did. */
export function completeJourney(
  scene: Scene,
  { device, facts }: Travel,
  stopsAt: (host: string) => boolean,
): Promise<Journey> {
  const exchanges = [...facts.exchanges, ...(observedValue(scene.facts.apple) ?? [])];
  return travel(device, replayAsk(exchanges, stopsAt));
}

function nameOf({ family, os }: JourneyFacts): DeviceName {
  if (os === '16') return 'iOS 16';
  return family === 'RealityDevice' ? 'Apple Vision Pro' : family;
}

function toStep(exchange: Exchange, hop: number): Step {
  const { outcome } = exchange;
  return { hop, url: new URL(exchange.url), exchange, ...(outcome.kind === 'response' ? { response: outcome } : {}) };
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

/** Whether the domain's own name, connection and TLS let a request through. */
export function outcomeOf({ stage }: Travel): Result<Discovered> {
  return stage.outcome;
}

/** Travels that still lead somewhere: the others have been told about by the checks of names and connections. */
export function answered(
  scene: Scene,
): readonly (Travel & { readonly last: Step; readonly response: ResponseFacts })[] {
  return scene.travels.flatMap((each) => {
    const last = lastStep(each);
    return last?.response ? [{ ...each, last, response: last.response }] : [];
  });
}

function nobody(host: string): HostFacts {
  const nothing = { kind: 'unknown', reason: 'not observed' } as const;
  return { host, a: nothing, aaaa: nothing, serviceBindings: nothing, endpoints: [] };
}
