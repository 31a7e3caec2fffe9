import { observedValue } from '../observation';
import type { PlanFacts, Resident } from './facts';

/** What to write as `website`, and why. `undecided`: the customer must decide. */
export type WebsiteAdvice =
  | { readonly kind: 'none'; readonly because: string }
  | { readonly kind: 'redirect'; readonly to: string; readonly because: string; readonly notes?: readonly string[] }
  | { readonly kind: 'passThrough'; readonly because: string }
  | { readonly kind: 'undecided'; readonly because: string };

const REDIRECTS = [301, 302, 303, 307, 308];

/** Which `website` keeps the services at the domain working. */
export function adviseWebsite({ domain, website, seen }: PlanFacts): WebsiteAdvice {
  const root = observedValue(website.root);
  const [host] = seen.hosts;
  const addresses = [host?.a, host?.aaaa].flatMap((lookup) => (lookup && observedValue(lookup)?.records) || []);
  if (!root && addresses.length === 0 && website.root.kind === 'absent')
    return { kind: 'none', because: 'the domain has no address today' };
  if (!root) return { kind: 'undecided', because: 'the domain has addresses, but no website answers' };
  if (website.residents.length > 0)
    return { kind: 'passThrough', because: `${listResidents(website.residents)} would stop working behind a redirect` };
  const www = `https://www.${domain}`;
  const target = redirectTarget(root, domain);
  if (target && target.hostname !== domain) return adviseRedirect(target);
  const wwwRoot = observedValue(website.www);
  const wwwIsASite = wwwRoot !== undefined && wwwRoot.status === 200;
  if (root.status === 404) return { kind: 'none', because: 'the domain answers 404 today' };
  if (wwwIsASite) return { kind: 'redirect', to: www, because: `${www} is a separate website` };
  return { kind: 'passThrough', because: `the website is at ${domain} itself` };
}

/** The origin only: redirectTo appends every path to its URL, so a path of today's redirect would precede all others. */
function adviseRedirect({ protocol, hostname, host, pathname }: URL): WebsiteAdvice {
  // The port of a plain http server does not apply to https.
  const to = `https://${protocol === 'https:' ? host : hostname}`;
  const notes = [
    `Today the root leads to ${pathname} there. redirectTo(…) appends each path to its URL, so ${to}/ must redirect to ${pathname} itself; redirectTo('${to}${pathname}') would put it before every path.`,
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

/** The expression for a tenant's file; nothing for an unknown origin, which a person must fill in. */
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
