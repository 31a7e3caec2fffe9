import { isFamily } from '../../discovery/family';
import type { Discovered } from '../../discovery/interpret';
import type { Answer, Policy, Rule } from '../../discovery/policy';
import { FAMILY_PARAMETER, IDENTIFIER_PARAMETER } from '../../discovery/well-known';
import type { Diagnosis } from '../../doctor/diagnose';
import { type DiagnosisInput, prepareDiagnosis, type Replay, type ReplayStep } from '../../doctor/diagnosis-input';
import type { Facts } from '../../doctor/facts';
import type { Cluster } from '../../tenants/fleet';
import { wellKnownUrl } from '../../tenants/resolve';

/** What a domain does today. */
export type Recognised =
  /** Devices reach known clusters, as this policy says. */
  | { readonly kind: 'works'; readonly policy: Policy }
  /** The domain has a fault; with the policy that was intended, where it can be inferred. */
  | { readonly kind: 'broken'; readonly code: string; readonly title: string; readonly policy?: Policy }
  /** Devices are sent to a host that no cluster of clusters.ts has. */
  | {
      readonly kind: 'unknown-cluster';
      readonly hosts: readonly string[];
      /** For hosts that are in clusters.ts: how the target differs from it. */
      readonly differences?: Readonly<Record<string, string>>;
    }
  /** Nothing is set up. */
  | { readonly kind: 'nothing'; readonly title: string }
  | { readonly kind: 'could-not-check'; readonly reason: string };

/** The answer for one device: one of known clusters, an unknown host, or none that can be inferred. */
type PublishedAnswer =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'stranger'; readonly host: string; readonly difference?: string }
  | { readonly kind: 'nothing' };

/** Recognises what a domain does, by the doctor's facts and the registry of clusters. */
export async function recognise(
  facts: Facts,
  { verdict, findings }: Diagnosis,
  clusters: readonly Cluster[],
): Promise<Recognised> {
  const input = await prepareDiagnosis(facts);
  const published = input.replays.map((replay) => ({ replay, published: publishedAnswer(input, replay, clusters) }));
  const policy = toPolicy(published);
  const [cause] = findings.filter(({ severity }) => severity === 'error');
  if (verdict.rollUp === 'unknown') return { kind: 'could-not-check', reason: verdict.sentence };
  if (verdict.rollUp === 'in-progress') return { kind: 'nothing', title: cause?.title ?? verdict.sentence };
  if (cause) return { kind: 'broken', code: cause.code, title: cause.title, ...(policy ? { policy } : {}) };
  if (policy) return { kind: 'works', policy };
  const strangers = published.flatMap((each) => (each.published.kind === 'stranger' ? [each.published] : []));
  // Neither a fault nor a target: the server that could have shown one did not answer.
  if (strangers.length === 0) return { kind: 'could-not-check', reason: verdict.sentence };
  const hosts = [...new Set(strangers.map(({ host }) => host))].sort();
  const known = strangers.flatMap(({ host, difference }) => (difference === undefined ? [] : [[host, difference]]));
  return { kind: 'unknown-cluster', hosts, ...(known.length > 0 ? { differences: Object.fromEntries(known) } : {}) };
}

/** By the first redirect to another host; for a document of the domain itself, by its enrollment URL. */
function publishedAnswer(
  { facts }: DiagnosisInput,
  { steps, outcome }: Replay,
  clusters: readonly Cluster[],
): PublishedAnswer {
  const away = steps.find(({ url }) => url.hostname !== facts.domain && url.hostname !== `www.${facts.domain}`);
  const target = away?.url ?? targetOf(steps.at(-1), facts.domain);
  if (target) return toRedirect(target, clusters, facts.identifiers);
  return outcome.ok ? toServe(outcome.value, clusters) : { kind: 'nothing' };
}

/** The target of a redirect that the device did not follow. */
function targetOf(step: ReplayStep | undefined, domain: string): URL | undefined {
  const location = step?.response?.headers['location'];
  if (!step || location === undefined || !URL.canParse(location, step.url.href)) return undefined;
  const target = new URL(location, step.url);
  return target.hostname === domain || target.hostname === `www.${domain}` ? undefined : target;
}

/** To the URL of a cluster, its own parameters included, or to another path of its host. */
function toRedirect(target: URL, clusters: readonly Cluster[], identifiers: readonly string[]): PublishedAnswer {
  const { host, pathname } = target;
  const query = ownQuery(target, identifiers);
  const there = clustersAt(target, clusters).map(({ name, url }) => ({ name, url: new URL(wellKnownUrl({ url })) }));
  const sameUrl = there.filter(({ url }) => url.pathname === pathname);
  const [fitting] = sameUrl
    .filter(({ url }) => [...url.searchParams].every(([name, value]) => query.has(name, value)))
    .toSorted((one, other) => other.url.searchParams.size - one.url.searchParams.size);
  const cluster = sameUrl.length > 0 ? fitting : there[0];
  if (!cluster) return toStranger(host, sameUrl);
  const whole = fitting?.url.searchParams.size === query.size;
  const path = whole ? {} : { path: query.size === 0 ? pathname : `${pathname}?${query}` };
  return { kind: 'answer', answer: { kind: 'redirect', cluster: cluster.name, ...path } };
}

function toStranger(host: string, sameUrl: readonly { readonly name: string; readonly url: URL }[]): PublishedAnswer {
  const missing = sameUrl.map(({ name, url }) => `${url.search.slice(1)} (${name})`);
  return { kind: 'stranger', host, ...(missing.length > 0 ? { difference: `without ${missing.join(' or ')}` } : {}) };
}

/** A redirect's query without what comes from the device. */
function ownQuery({ searchParams }: URL, identifiers: readonly string[]): URLSearchParams {
  const names = [IDENTIFIER_PARAMETER, FAMILY_PARAMETER];
  // `URLSearchParams` reads a plus sign as a space.
  const copies = identifiers.flatMap((identifier) => [identifier, identifier.replaceAll('+', ' ')]);
  return new URLSearchParams(
    [...searchParams].filter(([name, value]) => !names.includes(name) && !copies.some((copy) => value.includes(copy))),
  );
}

/** Clusters may share a host: a document holds the whole path, so the first cluster by name serves for all. */
function toServe({ baseUrl, enrollment }: Discovered, clusters: readonly Cluster[]): PublishedAnswer {
  const url = new URL(baseUrl);
  const [cluster] = clustersAt(url, clusters);
  if (!cluster) return { kind: 'stranger', host: url.host };
  const path = url.pathname + url.search;
  return { kind: 'answer', answer: { kind: 'serve', cluster: cluster.name, path, enrollment } };
}

function clustersAt({ host }: URL, clusters: readonly Cluster[]): readonly Cluster[] {
  return clusters.filter(({ url }) => new URL(url).host === host);
}

/** The policy of all devices; the device that sends no family decides for all others. */
function toPolicy(
  published: readonly { readonly replay: Replay; readonly published: PublishedAnswer }[],
): Policy | undefined {
  const answers = published.flatMap(({ replay, published: each }) =>
    each.kind === 'answer'
      ? [{ family: replay.name === 'iOS 16' ? undefined : replay.device.family, answer: each.answer }]
      : [],
  );
  const otherwise = (answers.find(({ family }) => family === undefined) ?? answers[0])?.answer;
  if (!otherwise || published.some((each) => each.published.kind === 'stranger')) return undefined;
  const rules = new Map<string, Rule<Answer> & { when: { families: Extract<Replay['device']['family'], string>[] } }>();
  for (const { family, answer } of answers) {
    const key = JSON.stringify(answer);
    if (family === undefined || !isFamily(family) || key === JSON.stringify(otherwise)) continue;
    const rule = rules.get(key) ?? { when: { families: [] }, answer };
    rule.when.families.push(family);
    rules.set(key, rule);
  }
  return { rules: [...rules.values()], otherwise };
}
