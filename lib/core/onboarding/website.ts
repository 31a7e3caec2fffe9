import { observedValue } from '../observation';
import type { PlanFacts, Resident } from './facts';

/** What to write as `website`, and why. `undecided`: the customer must say. */
export type WebsiteAdvice =
  | { readonly kind: 'none'; readonly because: string }
  | { readonly kind: 'redirect'; readonly to: string; readonly because: string; readonly notes?: readonly string[] }
  | { readonly kind: 'passThrough'; readonly because: string }
  | { readonly kind: 'undecided'; readonly because: string };

const REDIRECTS = [301, 302, 303, 307, 308];

/** Which `website` keeps what lives on the domain today. */
export function adviseWebsite({ domain, website, seen }: PlanFacts): WebsiteAdvice {
  const root = observedValue(website.root);
  const [host] = seen.hosts;
  const addresses = [host?.a, host?.aaaa].flatMap((lookup) => (lookup && observedValue(lookup)?.records) || []);
  if (!root && addresses.length === 0 && website.root.kind === 'absent')
    return { kind: 'none', because: 'the domain has no address today' };
  if (!root) return { kind: 'undecided', because: 'there are addresses, but no website answers from here' };
  if (website.residents.length > 0)
    return { kind: 'passThrough', because: `${listResidents(website.residents)} would not survive a redirect` };
  const www = `https://www.${domain}`;
  const target = redirectTarget(root, domain);
  if (target && target.hostname !== domain) return adviseRedirect(target);
  const wwwRoot = observedValue(website.www);
  const wwwIsASite = wwwRoot !== undefined && wwwRoot.status === 200;
  if (root.status === 404) return { kind: 'none', because: 'the domain answers 404 today' };
  if (wwwIsASite) return { kind: 'redirect', to: www, because: `${www} is a website of its own` };
  return { kind: 'passThrough', because: `the website lives on ${domain} itself` };
}

/** The origin alone: every path is put behind what is written, so a path of today's redirect would stand before all others. */
function adviseRedirect({ protocol, hostname, host, pathname }: URL): WebsiteAdvice {
  // The port of a plain http server is none for https.
  const to = `https://${protocol === 'https:' ? host : hostname}`;
  const notes = [
    `The root leads to ${pathname} there today. redirectTo(…) puts each path behind its URL, so that ${to}/ must lead on to ${pathname}; with redirectTo('${to}${pathname}') every path would begin with it.`,
  ];
  return {
    kind: 'redirect',
    to,
    because: `the domain redirects to ${host} today`,
    ...(pathname === '/' ? {} : { notes }),
  };
}

/** Where a redirect leads, if it is one. */
function redirectTarget(
  { status, location }: { readonly status: number; readonly location?: string },
  domain: string,
): URL | undefined {
  if (!REDIRECTS.includes(status) || location === undefined) return undefined;
  const base = `https://${domain}/`;
  return URL.canParse(location, base) ? new URL(location, base) : undefined;
}

/** As it is written in a tenant's file; for an unknown origin, what is to be filled in. */
export function websiteExpression(advice: WebsiteAdvice): string | undefined {
  switch (advice.kind) {
    case 'none':
      return 'none()';
    case 'redirect':
      return `redirectTo('${advice.to}')`;
    case 'passThrough':
    case 'undecided':
      return undefined;
  }
}

function listResidents(residents: readonly Resident[]): string {
  return residents.map(({ path, what }) => `${path} (${what})`).join(', ');
}
