import { decide } from '../discovery/decide';
import { buildRequest, type Device } from '../discovery/device';
import type { Discovered } from '../discovery/interpret';
import { type Journey, runJourney } from '../discovery/journey';
import type { ResolvedAnswer } from '../discovery/policy';
import { type DiscoveryQuery, parseQuery, queryOf } from '../discovery/query';
import { observedValue } from '../observation';
import type { Result } from '../result';
import {
  type Facts,
  type HostFacts,
  type JourneyFacts,
  type RecordedExchange,
  type ResponseFacts,
  type TenantFacts,
  type TlsFacts,
  tlsOf,
} from './facts';
import type { DeviceName } from './finding';
import { deviceOf, identifiersOf, replayAsk } from './replay';

/** One request of a journey; `response` is missing where none arrived. */
export interface ReplayStep {
  readonly hop: number;
  readonly url: URL;
  readonly query: DiscoveryQuery;
  readonly exchange: RecordedExchange;
  readonly response?: ResponseFacts;
}

/** One recorded journey, replayed. */
export interface Replay {
  readonly name: DeviceName;
  readonly device: Device;
  readonly facts: JourneyFacts;
  readonly steps: readonly ReplayStep[];
  /** As far as the record goes, whatever TLS the device would have refused; without Apple. */
  readonly journey: Journey;
  /** How the domain's stage ended. */
  readonly outcome: Result<Discovered>;
  /** The answer for this device that the tenant's file declares. */
  readonly expected?: ResolvedAnswer;
}

/** A host on the way, and the redirect at which it first appears. */
export interface Waypoint {
  readonly host: HostFacts;
  readonly role: 'domain' | 'redirect' | 'enrollment';
  readonly hop: number;
}

/** The facts, prepared for the checks. */
export interface DiagnosisInput {
  readonly facts: Facts;
  readonly domain: HostFacts;
  readonly waypoints: readonly Waypoint[];
  /** Those whose TLS was observed. */
  readonly tlsWaypoints: readonly (Waypoint & { readonly tls: TlsFacts })[];
  /** One journey for each kind of device, with the first identifier. */
  readonly replays: readonly Replay[];
  /** The first device once more, with the second identifier. */
  readonly again?: Replay;
}

/** The position of the enrollment host: after every redirect. */
export const ENROLLMENT_HOP = 100;

/** Prepares the facts. Asynchronous because journeys are; it sends no request. */
export async function prepareDiagnosis(facts: Facts): Promise<DiagnosisInput> {
  const identifiers = identifiersOf(facts.identifiers);
  const replays = await Promise.all(
    facts.journeys.map((journey) => replayJourney(facts, journey, deviceOf(journey, identifiers[journey.identifier]))),
  );
  const first = replays.filter(({ facts: { identifier } }) => identifier === 0);
  const waypoints = waypointsOf(facts, first);
  return {
    facts,
    domain: facts.hosts[0] ?? unobservedHost(facts.domain),
    waypoints,
    tlsWaypoints: waypoints.flatMap((waypoint) => {
      const tls = tlsOf(waypoint.host);
      return tls ? [{ ...waypoint, tls }] : [];
    }),
    replays: first,
    again: replays.find(({ facts: { identifier } }) => identifier === 1),
  };
}

async function replayJourney(facts: Facts, journey: JourneyFacts, device: Device): Promise<Replay> {
  const replayed = await runJourney(device, replayAsk(journey.exchanges));
  const stage = replayed.stages[0];
  if (!stage) throw new Error('The recorded device sent no request.');
  return {
    name: nameOf(journey),
    device,
    facts: journey,
    steps: journey.exchanges.map(toStep),
    journey: replayed,
    outcome: stage.outcome,
    ...(facts.tenant ? { expected: expectedAnswer(facts.tenant, device) } : {}),
  };
}

function expectedAnswer({ policy }: TenantFacts, device: Device): ResolvedAnswer {
  return decide(policy, parseQuery(queryOf(buildRequest('domain', device).url))).answer;
}

/** The journey of a device through all stages: it stops at hosts whose TLS it refuses, and asks Apple if the record has Apple's answers. */
export async function completeJourney(
  input: DiagnosisInput,
  { device, facts, journey, outcome }: Replay,
  refused: ReadonlySet<string>,
): Promise<Journey> {
  if (outcome.ok && refused.size === 0) return journey;
  const exchanges = [...facts.exchanges, ...(observedValue(input.facts.apple) ?? [])];
  return runJourney(device, replayAsk(exchanges, refused));
}

function nameOf({ family, os }: JourneyFacts): DeviceName {
  if (os === '16') return 'iOS 16';
  return family === 'RealityDevice' ? 'Apple Vision Pro' : family;
}

function toStep(exchange: RecordedExchange, hop: number): ReplayStep {
  const { outcome } = exchange;
  const url = new URL(exchange.url);
  const query = parseQuery(url.search.slice(1));
  return { hop, url, query, exchange, ...(outcome.kind === 'response' ? { response: outcome } : {}) };
}

function waypointsOf(facts: Facts, replays: readonly Replay[]): Waypoint[] {
  const hops = new Map<string, number>();
  for (const { url, hop } of replays.flatMap(({ steps }) => steps)) {
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

/** The last request of a journey. */
export function lastStep({ steps }: Replay): ReplayStep | undefined {
  return steps.at(-1);
}

/** Journeys that end in an answer; the checks of names and connections report the others. */
export function answered({ replays }: DiagnosisInput): readonly {
  readonly replay: Replay;
  readonly last: ReplayStep;
  readonly response: ResponseFacts;
}[] {
  return replays.flatMap((replay) => {
    const last = lastStep(replay);
    return last?.response ? [{ replay, last, response: last.response }] : [];
  });
}

function unobservedHost(host: string): HostFacts {
  const nothing = { kind: 'unknown', reason: 'not observed' } as const;
  return { host, a: nothing, aaaa: nothing, serviceBindings: nothing, endpoints: [] };
}
