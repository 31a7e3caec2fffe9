import type { PlanFacts, Resident } from './facts';
import { seenValue } from './way';

/** What to write as `website`, and why. `undecided`: the customer must say. */
export type WebsiteAdvice =
  | { readonly kind: 'none'; readonly because: string }
  | { readonly kind: 'redirect'; readonly to: string; readonly because: string }
  | { readonly kind: 'passThrough'; readonly because: string }
  | { readonly kind: 'undecided'; readonly because: string };

const REDIRECTS = [301, 302, 303, 307, 308];

/** Which `website` keeps what lives on the domain today. */
export function adviseWebsite({ domain, website, seen }: PlanFacts): WebsiteAdvice {
  const root = seenValue(website.root);
  const [host] = seen.hosts;
  const addresses = [host?.a, host?.aaaa].flatMap((lookup) => (lookup && seenValue(lookup)?.records) || []);
  if (!root && addresses.length === 0 && website.root.kind === 'absent')
    return { kind: 'none', because: 'the domain has no address today' };
  if (!root) return { kind: 'undecided', because: 'there are addresses, but no website answers from here' };
  if (website.residents.length > 0)
    return { kind: 'passThrough', because: `${listResidents(website.residents)} would not survive a redirect` };
  const www = `https://www.${domain}`;
  const target = redirectTarget(root, domain);
  if (target !== undefined && target !== domain)
    return { kind: 'redirect', to: `https://${target}`, because: `the domain redirects to ${target} today` };
  const wwwRoot = seenValue(website.www);
  const wwwIsASite = wwwRoot !== undefined && wwwRoot.status === 200;
  if (root.status === 404) return { kind: 'none', because: 'the domain answers 404 today' };
  if (wwwIsASite) return { kind: 'redirect', to: www, because: `${www} is a website of its own` };
  return { kind: 'passThrough', because: `the website lives on ${domain} itself` };
}

/** The host that a redirect leads to, if it is one. */
function redirectTarget(
  { status, location }: { readonly status: number; readonly location?: string },
  domain: string,
): string | undefined {
  if (!REDIRECTS.includes(status) || location === undefined) return undefined;
  const base = `https://${domain}/`;
  return URL.canParse(location, base) ? new URL(location, base).hostname : undefined;
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
