import type { ResolvedPolicy } from '../discovery/policy';
import { WELL_KNOWN_PATH } from '../discovery/well-known';
import type { OnboardingPlan } from './plan';
import { SNIPPET_SERVERS, writeSnippet } from './snippet/snippet';
import type { PlanStep } from './step';

/**
 * The page to send to a customer, in Markdown: what to add and where, what changes and what does not. Without `policy`,
 * where the project does not know the domain yet, the page has no rule for their own server.
 */
export function renderCustomerPage(plan: OnboardingPlan, policy: ResolvedPolicy | undefined): string {
  const { domain, dns } = plan;
  const mine = plan.steps.filter(
    ({ mover, state }) => mover === 'customer' && (state === 'to-do' || state === 'blocked'),
  );
  return [
    `# ${domain}: Apple devices find their MDM server`,
    `People type their work address on an iPhone, iPad, Mac or Apple Vision Pro; the device then asks https://${domain}${WELL_KNOWN_PATH}. This page says what is needed for the device to get an answer.`,
    ...(mine.length > 0
      ? ['## What we need from you', ...mine.map(renderStep)]
      : ['## What we need from you', 'Nothing at the moment.']),
    ...(dns === 'elsewhere' ? [] : ['## What changes, and what does not', renderChanges(domain)]),
    ...(policy ? [renderServerRule(plan, policy)] : []),
    '## How to check',
    `\`npx signpost doctor ${domain}\`, or ask us: we check it from the internet.`,
  ].join('\n\n');
}

function renderStep({ title, expected, found, paste, notes }: PlanStep): string {
  return [
    `### ${title}`,
    `Expected: ${expected}.`,
    `Found: ${found.replace(/\.$/, '')}.`,
    ...(paste.length > 0 ? [fence(paste.join('\n'))] : []),
    ...notes.map((note) => `- ${note}`),
  ].join('\n\n');
}

function renderChanges(domain: string): string {
  return [
    `- **Changes:** the address records of ${domain} itself, and with them the server that answers https://${domain}. The website keeps working as agreed: passed through, or redirected with path and query.`,
    '- **Does not change:** mail (MX, SPF, DKIM), every name below such as `www`, the registrar and the DNS provider.',
    '- **Must stay:** the validation record (a CNAME whose name begins with `_`). Without it the certificate cannot be renewed.',
  ].join('\n');
}

/** For customers who keep their own web server: one rule, for the most common server; others on request. */
function renderServerRule({ domain, dns }: OnboardingPlan, policy: ResolvedPolicy): string {
  const others = Object.values(SNIPPET_SERVERS).map(({ title }) => title);
  const heading =
    dns === 'elsewhere' ? '## The rule for your web server' : '## If you prefer to keep your web server as it is';
  const { parts } = writeSnippet(domain, policy, 'nginx');
  return [
    heading,
    `Then no DNS record changes: one rule on your server is enough. For nginx (also available for ${others.slice(1).join(', ')}):`,
    ...parts.flatMap(({ where, text }) => [`*${where}*`, fence(text)]),
  ].join('\n\n');
}

/** Text to paste, in Markdown. */
export function fence(text: string): string {
  return `\`\`\`\n${text}\n\`\`\``;
}
