import type { ResolvedPolicy } from '../discovery/policy';
import { WELL_KNOWN_PATH } from '../discovery/well-known';
import type { OnboardingPlan } from './plan';
import { SNIPPET_SERVERS, writeSnippet } from './snippet/snippet';
import type { PlanStep } from './step';

/**
 * The page to send to a customer, in Markdown: what to add and where, what changes and what does not. `policy` is
 * missing where the project does not know the domain yet; then there is no rule for their own server either.
 */
export function renderCustomerPage(plan: OnboardingPlan, policy: ResolvedPolicy | undefined): string {
  const { domain, dns } = plan;
  const mine = plan.steps.filter(
    ({ mover, state }) => mover === 'customer' && (state === 'to-do' || state === 'blocked'),
  );
  return [
    `# ${domain}: Apple devices find their management`,
    `People type their work address on an iPhone, iPad, Mac or Apple Vision Pro; the device then asks https://${domain}${WELL_KNOWN_PATH}. This page says what it takes so that it gets an answer.`,
    ...(mine.length > 0
      ? ['## What we need from you', ...mine.map(renderStep)]
      : ['## What we need from you', 'Nothing at the moment.']),
    ...(dns === 'elsewhere' ? [] : ['## What changes, and what does not', renderChanges(domain)]),
    ...(policy ? [renderServerRule(plan, policy)] : []),
    '## How to check',
    `\`npx signpost doctor ${domain}\`, or ask us: we look at it from outside.`,
  ].join('\n\n');
}

function renderStep({ title, expected, found, paste, notes }: PlanStep): string {
  return [
    `### ${title}`,
    `Wanted: ${expected}.`,
    `Found: ${found.replace(/\.$/, '')}.`,
    ...(paste.length > 0 ? [fence(paste.join('\n'))] : []),
    ...notes.map((note) => `- ${note}`),
  ].join('\n\n');
}

function renderChanges(domain: string): string {
  return [
    `- **Changes:** the address records of ${domain} itself, and with them who answers https://${domain}. The website goes on as agreed: passed through, or redirected with path and query.`,
    '- **Stays:** mail (MX, SPF, DKIM), every name below such as `www`, the registrar and the DNS provider.',
    '- **For good:** the validation record (CNAME that begins with `_`) must stay, or the certificate cannot be renewed.',
  ].join('\n');
}

/** For those who keep their own web server: one rule, for the server that is most common; others on request. */
function renderServerRule({ domain, dns }: OnboardingPlan, policy: ResolvedPolicy): string {
  const others = Object.values(SNIPPET_SERVERS).map(({ title }) => title);
  const heading =
    dns === 'elsewhere' ? '## The rule for your web server' : '## If you would rather keep your web server as it is';
  const { parts } = writeSnippet(domain, policy, 'nginx');
  return [
    heading,
    `Then no DNS record changes: one rule on your server is enough. For nginx (also ready for ${others.slice(1).join(', ')}):`,
    ...parts.flatMap(({ where, text }) => [`*${where}*`, fence(text)]),
  ].join('\n\n');
}

/** Text to paste, in Markdown. */
export function fence(text: string): string {
  return `\`\`\`\n${text}\n\`\`\``;
}
