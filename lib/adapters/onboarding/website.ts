import { randomBytes } from 'node:crypto';
import type { RecordedExchange } from '../../core/doctor/facts';
import { absentFact, type Observation, observed, unknown } from '../../core/observation';
import type { Resident, WebsiteFacts } from '../../core/onboarding/facts';
import { HostProber } from '../observe/hosts';
import type { NetworkAccess } from '../observe/network-access';
import { SharedProbeCache } from '../observe/shared-probe-cache';
import { askHost } from './ask-host';

/** What a domain often serves beside its pages, and what people forget. */
const RESIDENTS: readonly (Resident & { readonly there: (exchange: RecordedExchange) => boolean })[] = [
  { path: '/.well-known/apple-app-site-association', what: 'universal links of iOS apps', there: isJson },
  { path: '/apple-app-site-association', what: 'universal links of iOS apps, the old place', there: isJson },
  { path: '/.well-known/assetlinks.json', what: 'links of Android apps', there: isJson },
  { path: '/.well-known/webfinger', what: 'federated identities (OpenID, Fediverse)', there: isWebfinger },
  { path: '/.well-known/openid-configuration', what: 'an OpenID provider', there: isJson },
  { path: '/.well-known/matrix/server', what: 'a Matrix chat server', there: isJson },
  { path: '/.well-known/acme-challenge/', what: 'certificates by HTTP validation', there: isAcme },
  { path: '/autodiscover/autodiscover.xml', what: 'set-up of mail programs (Exchange)', there: isAutodiscover },
];

/** Observes the website of a domain: its root, that of `www`, and what else answers. Read-only. */
export async function observeWebsite(access: NetworkAccess, domain: string): Promise<WebsiteFacts> {
  const prober = new HostProber(access, new SharedProbeCache());
  const ask = (host: string, path: string) => askHost(access, prober, { host, path, verify: false });
  const [root, www, random] = await Promise.all([
    ask(domain, '/'),
    ask(`www.${domain}`, '/'),
    ask(domain, `/.well-known/signpost-${randomBytes(8).toString('hex')}`),
  ]);
  const reached = root.outcome.kind === 'response';
  const residents = reached ? await findResidents((path) => ask(domain, path), random) : [];
  return { root: toRoot(root), www: toRoot(www), residents };
}

async function findResidents(
  ask: (path: string) => Promise<RecordedExchange>,
  random: RecordedExchange,
): Promise<Resident[]> {
  const found = await Promise.all(
    RESIDENTS.map(async ({ path, what, there }) => {
      const exchange = await ask(path);
      // A website that answers every path alike has nothing special there.
      return there(exchange) && !alike(exchange, random) ? [{ path, what }] : [];
    }),
  );
  return found.flat();
}

function toRoot({ outcome }: RecordedExchange): Observation<{ readonly status: number; readonly location?: string }> {
  if (outcome.kind === 'response') {
    const location = outcome.headers['location'];
    return observed({ status: outcome.status, ...(location === undefined ? {} : { location }) });
  }
  const answersNothing = outcome.reason === 'no-address' || outcome.reason === 'refused';
  return answersNothing ? absentFact : unknown(`${outcome.reason}: ${outcome.detail}`);
}

function isJson({ outcome }: RecordedExchange): boolean {
  if (outcome.kind !== 'response' || outcome.status !== 200 || !('text' in outcome.body)) return false;
  return /^\s*[[{]/.test(outcome.body.text);
}

/** Without the parameter `resource` such a server answers 400 (RFC 7033, section 4.2). */
function isWebfinger({ outcome }: RecordedExchange): boolean {
  return outcome.kind === 'response' && (outcome.status === 400 || isJson({ outcome, url: '', milliseconds: 0 }));
}

/** A folder of its own is forbidden to list, not missing. */
function isAcme({ outcome }: RecordedExchange): boolean {
  return outcome.kind === 'response' && outcome.status === 403;
}

function isAutodiscover({ outcome }: RecordedExchange): boolean {
  return outcome.kind === 'response' && (outcome.status === 401 || outcome.status === 200);
}

function alike({ outcome: one }: RecordedExchange, { outcome: other }: RecordedExchange): boolean {
  if (one.kind !== 'response' || other.kind !== 'response') return false;
  return one.status === other.status && one.headers['content-type'] === other.headers['content-type'];
}
