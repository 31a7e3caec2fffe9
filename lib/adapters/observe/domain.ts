import { randomBytes } from 'node:crypto';
import { Agent } from 'node:https';
import {
  APPLE_FALLBACK_HOST,
  APPLE_MDM_HOST,
  buildRequest,
  DEVICE_HEADERS,
  followRequest,
} from '../../core/discovery/device';
import type { DomainName } from '../../core/discovery/domain-name';
import { MAX_REDIRECTS, runJourney } from '../../core/discovery/journey';
import { currentOs } from '../../core/discovery/os-support';
import { WELL_KNOWN_PATH } from '../../core/discovery/well-known';
import type {
  BaseUrlFacts,
  EndpointFacts,
  Facts,
  HostFacts,
  JourneyFacts,
  Probe,
  RecordedExchange,
  TenantFacts,
  ValidationRecord,
} from '../../core/doctor/facts';
import { pseudonymise } from '../../core/doctor/pseudonym';
import { deviceOf, identifiersOf, toHopObservation } from '../../core/doctor/replay';
import { absentFact, type Observation, observed, observedValue } from '../../core/observation';
import { type ProbeRequest, probe } from '../http/probe';
import { type Destination, HostProber } from './hosts';
import { observeDelegation } from './names';
import type { NetworkAccess } from './network-access';
import { SharedProbeCache } from './shared-probe-cache';
import { observeValidation, observeZoneName } from './validation-records';

/** What to observe, and how far to go. */
export interface Wanted {
  readonly domain: DomainName;
  /** Two, as a cache that ignores them is seen by the second one only. */
  readonly identifiers: readonly [string, string];
  /** False where the first one is a person's own: then it is sent to trusted servers only, and not recorded. */
  readonly madeUp: boolean;
  /** Records a person's own identifier as it is, because they asked for it. */
  readonly keepIdentifier?: boolean;
  readonly tenant?: TenantFacts;
  readonly expectedHosts: readonly string[];
  /** Sends the identifier to Apple's fallback as well. */
  readonly askApple: boolean;
  /** Sends one empty POST to the place where devices enroll. */
  readonly postBaseUrl: boolean;
  /** The records that renew the certificate, as they should be; left out where they are not known. */
  readonly validationRecords?: Promise<Observation<readonly ValidationRecord[]>>;
}

const JOURNEYS: readonly Omit<JourneyFacts, 'exchanges'>[] = [
  { family: 'iPhone', os: currentOs('iPhone').join('.'), identifier: 0 },
  { family: 'iPad', os: currentOs('iPad').join('.'), identifier: 0 },
  { family: 'Mac', os: currentOs('Mac').join('.'), identifier: 0 },
  { family: 'RealityDevice', os: currentOs('RealityDevice').join('.'), identifier: 0 },
  // Before iOS 17 no family is sent.
  { family: 'iPhone', os: '16', identifier: 0 },
  { family: 'iPhone', os: currentOs('iPhone').join('.'), identifier: 1 },
];

/** Places where a document is sometimes put by mistake, relative to the domain. */
const MISPLACED: Readonly<Partial<Record<Probe, string>>> = {
  'trailing-dot': `${WELL_KNOWN_PATH}.`,
  'trailing-slash': `${WELL_KNOWN_PATH}/`,
  'json-suffix': `${WELL_KNOWN_PATH}.json`,
  misspelt: WELL_KNOWN_PATH.replace('management', 'mangement'),
};

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** More places to enroll than a policy has answers. */
const MAX_BASE_URLS = 6;

/** Observes one domain and all hosts that it leads to, as devices do. Read-only; every answer is recorded. `probeCache`: shared by checks of many domains. */
export async function observeDomain(
  access: NetworkAccess,
  wanted: Wanted,
  probeCache?: SharedProbeCache,
): Promise<Facts> {
  const shared = probeCache ?? new SharedProbeCache();
  const visit = new Visit(access, wanted, shared);
  try {
    return await observe(visit, access, wanted);
  } finally {
    visit.end();
    if (!probeCache) shared.end();
  }
}

async function observe(visit: Visit, access: NetworkAccess, wanted: Wanted): Promise<Facts> {
  const { domain } = wanted;
  const observedAt = access.now().toISOString();
  const [delegation, validation, journeys, probes, apple] = await Promise.all([
    observeDelegation(access.resolver, domain),
    resolveValidation(access, wanted),
    Promise.all(JOURNEYS.map((journey) => visit.replay(journey))),
    visit.probeMisplaced(),
    wanted.askApple ? visit.askApple() : absentFact,
  ]);
  const baseUrls = await Promise.all(visit.baseUrls().map((url) => visit.observeBaseUrl(url)));
  const facts: Facts = {
    version: 1,
    domain,
    observedAt,
    networkKind: access.networkKind,
    identifiers: [...wanted.identifiers],
    madeUp: wanted.madeUp,
    ...(wanted.tenant ? { tenant: wanted.tenant } : {}),
    expectedHosts: [...wanted.expectedHosts],
    delegation,
    ...(validation ? { validation } : {}),
    hosts: await visit.observeHosts(),
    journeys,
    apple,
    probes,
    baseUrls,
  };
  return wanted.madeUp || wanted.keepIdentifier ? facts : pseudonymise(facts);
}

async function resolveValidation(
  { resolver, validationResolver = resolver }: NetworkAccess,
  { domain, validationRecords }: Wanted,
): Promise<Facts['validation']> {
  const records = await validationRecords;
  if (!records || !validationResolver) return undefined;
  if (records.kind !== 'observed') return records;
  const zone = await observeZoneName(validationResolver, domain);
  return observed({ zone, lookups: await observeValidation(validationResolver, records.value, zone) });
}

/** One check of one domain. */
class Visit {
  readonly #prober: HostProber;
  readonly #hosts: Set<string>;
  readonly #identifiers: ReturnType<typeof identifiersOf>;
  readonly #baseUrls = new Set<string>();
  readonly #agent: Agent;

  constructor(
    private readonly access: NetworkAccess,
    private readonly wanted: Wanted,
    private readonly probeCache: SharedProbeCache,
  ) {
    this.#prober = new HostProber(access, probeCache);
    this.#hosts = new Set([wanted.domain]);
    this.#identifiers = identifiersOf(wanted.identifiers);
    this.#agent = new Agent({ keepAlive: true, maxSockets: access.maxConnections });
  }

  end(): void {
    this.#agent.destroy();
  }

  async replay(journey: Omit<JourneyFacts, 'exchanges'>): Promise<JourneyFacts> {
    const exchanges: RecordedExchange[] = [];
    const device = deviceOf(journey, this.#identifiers[journey.identifier]);
    const { stages } = await runJourney(device, async ({ url }) => {
      // Only what the domain leads to: Apple is asked on its own.
      if (isAppleStage(url)) return notAsked(url);
      const exchange = await this.#get(url);
      exchanges.push(exchange);
      return toHopObservation(exchange);
    });
    const outcome = stages[0]?.outcome;
    if (outcome?.ok) this.#baseUrls.add(outcome.value.baseUrl);
    return { ...journey, exchanges };
  }

  /** Apple's fallback for each kind of device, redirects followed. */
  async askApple(): Promise<Facts['apple']> {
    const devices = JOURNEYS.filter(({ os, identifier }) => identifier === 0 && os !== '16');
    const chains = await Promise.all(
      devices.map((journey) =>
        this.#follow(buildRequest('apple-fallback', deviceOf(journey, this.#identifiers[0])).url),
      ),
    );
    return observed(chains.flat());
  }

  async #follow(start: string): Promise<RecordedExchange[]> {
    const exchanges: RecordedExchange[] = [];
    for (let url: string | undefined = start; url !== undefined && exchanges.length <= MAX_REDIRECTS; ) {
      const exchange: RecordedExchange = await this.#get(url);
      exchanges.push(exchange);
      url = redirectOf(exchange);
    }
    return exchanges;
  }

  async probeMisplaced(): Promise<Facts['probes']> {
    const { domain } = this.wanted;
    const reachable = (await this.#prober.destination(domain)).kind === 'route';
    if (!reachable) return { 'plain-http': await this.#probe(`http://${domain}${WELL_KNOWN_PATH}`) };
    const random = `/.well-known/signpost-${randomBytes(8).toString('hex')}`;
    const urls = Object.entries({ random, ...MISPLACED }).map(
      ([name, path]) => [name, `https://${domain}${path}`] as const,
    );
    const all = [...urls, ['on-www', `https://www.${domain}${WELL_KNOWN_PATH}`] as const];
    return Object.fromEntries(
      await Promise.all(all.map(async ([name, url]) => [name, await this.#probe(url)] as const)),
    );
  }

  async #probe(url: string): Promise<Observation<RecordedExchange>> {
    const exchange = await this.#send('GET', url, {});
    const { outcome } = exchange;
    return outcome.kind === 'failure' && outcome.reason === 'no-address' ? absentFact : observed(exchange);
  }

  baseUrls(): readonly string[] {
    return [...this.#baseUrls].slice(0, MAX_BASE_URLS);
  }

  async observeBaseUrl(url: string): Promise<BaseUrlFacts> {
    this.#hosts.add(new URL(url).hostname);
    const head = observed(await this.#send('HEAD', url, {}));
    const post = this.wanted.postBaseUrl
      ? observed(
          await this.#send('POST', url, { 'content-type': 'application/pkcs7-signature', 'content-length': '0' }),
        )
      : absentFact;
    return { url, head, post };
  }

  /** Every host that the domain led to, the domain first, whose addresses are asked one by one. */
  async observeHosts(): Promise<HostFacts[]> {
    const [domain, ...others] = await Promise.all([...this.#hosts].map((host) => this.#prober.observe(host)));
    if (!domain) return [];
    return [{ ...domain, endpoints: await this.#answers(domain) }, ...others];
  }

  /** The device's first request to the first open address of each family. */
  #answers({ host, endpoints }: HostFacts): Promise<EndpointFacts[]> {
    const url = buildRequest(
      'domain',
      deviceOf(JOURNEYS[0] ?? { family: 'iPhone', os: '18.2' }, this.#identifiers[0]),
    ).url;
    const asked = new Set<number>();
    return Promise.all(
      endpoints.map(async (endpoint) => {
        const twoFamilies = endpoints.some(({ family }) => family !== endpoint.family);
        if (!twoFamilies || observedValue(endpoint.tcp) !== 'open' || asked.has(endpoint.family)) return endpoint;
        asked.add(endpoint.family);
        const destination = this.#prober.routeTo(host, endpoint.address, 443);
        return { ...endpoint, answer: observed(await this.#sendTo(destination, 'GET', url, DEVICE_HEADERS)) };
      }),
    );
  }

  #get(url: string): Promise<RecordedExchange> {
    this.#hosts.add(new URL(url).hostname);
    return this.#send('GET', url, followRequest(url).headers);
  }

  /** No other domain leads to these: their connections end with the visit. */
  #isOwn(host: string): boolean {
    return host === this.wanted.domain || host === `www.${this.wanted.domain}`;
  }

  async #send(
    method: ProbeRequest['method'],
    url: string,
    headers: ProbeRequest['headers'],
  ): Promise<RecordedExchange> {
    const { hostname, protocol, port } = new URL(url);
    const destination = await this.#destinationOf(hostname, protocol, port);
    return this.#sendTo(destination, method, url, headers);
  }

  /** A port in a URL counts as it does on a device. */
  async #destinationOf(host: string, protocol: string, port: string): Promise<Destination> {
    const wanted = port === '' ? DEFAULT_PORTS[protocol] : Number(port);
    return wanted === 443 ? this.#prober.destination(host) : this.#prober.destinationAt(host, wanted ?? 443);
  }

  async #sendTo(
    destination: Destination,
    method: ProbeRequest['method'],
    url: string,
    headers: ProbeRequest['headers'],
  ): Promise<RecordedExchange> {
    if (destination.kind === 'none') {
      const { reason, detail } = destination;
      return { url, milliseconds: 0, outcome: { kind: 'failure', reason, detail } };
    }
    const { ca, timeoutMs } = this.access;
    return probe({
      url,
      method,
      headers: { 'user-agent': DEVICE_HEADERS['user-agent'] ?? '', ...headers },
      route: destination.route,
      ca,
      verify: !this.wanted.madeUp,
      agent: this.#isOwn(new URL(url).hostname) ? this.#agent : this.probeCache.agent,
      timeoutMs,
    });
  }
}

/** The https URL that a response sends on to. */
function redirectOf({ url, outcome }: RecordedExchange): string | undefined {
  if (outcome.kind !== 'response' || outcome.status < 300 || outcome.status > 399) return undefined;
  const location = outcome.headers['location'];
  if (location === undefined || !URL.canParse(location, url)) return undefined;
  const target = new URL(location, url);
  return target.protocol === 'https:' ? target.href : undefined;
}

function isAppleStage(url: string): boolean {
  return [APPLE_FALLBACK_HOST, APPLE_MDM_HOST].includes(new URL(url).hostname);
}

function notAsked(url: string) {
  return toHopObservation({
    url,
    milliseconds: 0,
    outcome: { kind: 'failure', reason: 'not-asked', detail: 'not asked' },
  });
}
