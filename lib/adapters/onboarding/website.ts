import { randomBytes } from 'node:crypto';
import { absentFact, type Exchange, type Observation, observed, unknown } from '../../core/doctor/facts';
import type { Resident, WebsiteFacts } from '../../core/onboarding/facts';
import { HostBook } from '../observe/hosts';
import type { Outside } from '../observe/outside';
import { Tour } from '../observe/tour';
import { askHost } from './ask-host';

/** What people forget that lives on their domain beside its pages. */
const RESIDENTS: readonly (Resident & { readonly there: (exchange: Exchange) => boolean })[] = [
  { path: '/.well-known/apple-app-site-association', what: 'universal links of iOS apps', there: isJson },
  { path: '/apple-app-site-association', what: 'universal links of iOS apps, the old place', there: isJson },
  { path: '/.well-known/assetlinks.json', what: 'links of Android apps', there: isJson },
  { path: '/.well-known/webfinger', what: 'federated identities (OpenID, Fediverse)', there: isWebfinger },
  { path: '/.well-known/openid-configuration', what: 'an OpenID provider', there: isJson },
  { path: '/.well-known/matrix/server', what: 'a Matrix chat server', there: isJson },
  { path: '/.well-known/acme-challenge/', what: 'certificates by HTTP validation', there: isAcme },
  { path: '/autodiscover/autodiscover.xml', what: 'set-up of mail programs (Exchange)', there: isAutodiscover },
];

/** Looks at the website of a domain: its root, that of `www`, and what else answers. Read-only. */
export async function observeWebsite(outside: Outside, domain: string): Promise<WebsiteFacts> {
  const book = new HostBook(outside, new Tour());
  const ask = (host: string, path: string) => askHost(outside, book, { host, path, verify: false });
  const [root, www, random] = await Promise.all([
    ask(domain, '/'),
    ask(`www.${domain}`, '/'),
    ask(domain, `/.well-known/signpost-${randomBytes(8).toString('hex')}`),
  ]);
  const reached = root.outcome.kind === 'response';
  const residents = reached ? await findResidents((path) => ask(domain, path), random) : [];
  return { root: toRoot(root), www: toRoot(www), residents };
}

async function findResidents(ask: (path: string) => Promise<Exchange>, random: Exchange): Promise<Resident[]> {
  const found = await Promise.all(
    RESIDENTS.map(async ({ path, what, there }) => {
      const exchange = await ask(path);
      // A website that answers everything alike has nothing special there.
      return there(exchange) && !alike(exchange, random) ? [{ path, what }] : [];
    }),
  );
  return found.flat();
}

function toRoot({ outcome }: Exchange): Observation<{ readonly status: number; readonly location?: string }> {
  if (outcome.kind === 'response') {
    const location = outcome.headers['location'];
    return observed({ status: outcome.status, ...(location === undefined ? {} : { location }) });
  }
  const nobody = outcome.reason === 'no-address' || outcome.reason === 'refused';
  return nobody ? absentFact : unknown(`${outcome.reason}: ${outcome.detail}`);
}

function isJson({ outcome }: Exchange): boolean {
  if (outcome.kind !== 'response' || outcome.status !== 200 || !('text' in outcome.body)) return false;
  return /^\s*[[{]/.test(outcome.body.text);
}

/** Without the parameter `resource` such a server says 400 (RFC 7033, section 4.2). */
function isWebfinger({ outcome }: Exchange): boolean {
  return outcome.kind === 'response' && (outcome.status === 400 || isJson({ outcome, url: '', milliseconds: 0 }));
}

/** A folder of its own is forbidden to list, not missing. */
function isAcme({ outcome }: Exchange): boolean {
  return outcome.kind === 'response' && outcome.status === 403;
}

function isAutodiscover({ outcome }: Exchange): boolean {
  return outcome.kind === 'response' && (outcome.status === 401 || outcome.status === 200);
}

function alike({ outcome: one }: Exchange, { outcome: other }: Exchange): boolean {
  if (one.kind !== 'response' || other.kind !== 'response') return false;
  return one.status === other.status && one.headers['content-type'] === other.headers['content-type'];
}
